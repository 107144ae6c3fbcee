import type { Result } from '@heliograph/ingest';
import type { RequestKind } from '@heliograph/schema';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

export interface GatewayMetrics {
  /** A request has ended; `status` is `client_closed` if the client did not wait for the answer. */
  request(status: number | 'client_closed', seconds: number): void;
  /** A request was refused by access control or a rate limit. */
  refused(code: string): void;
  /** A connection was closed before anything was read of it: its address has too many, or all together are. */
  refusedConnection(reason: 'address' | 'all'): void;
  /** Reports have results; accepted ones are deferred if their records could not be delivered. */
  reports(results: readonly Result[], delivered: boolean): void;
  /** An erasure or export was accepted. */
  privacyRequest(kind: RequestKind): void;
}

/** Milliseconds to seconds: an answer takes as long as a broker takes, at best 1 ms and at most the delivery timeout. */
const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createGatewayMetrics(registry: Registry, inFlightBytes: () => number): GatewayMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'heliograph_http_requests_total',
    help: 'Requests by the status of their answer',
    labelNames: ['status'] as const,
    registers,
  });
  const seconds = new Histogram({
    name: 'heliograph_http_request_duration_seconds',
    help: 'From the head of a request to the end of its answer',
    buckets: BUCKETS_S,
    registers,
  });
  const envelopes = new Counter({
    name: 'heliograph_reports_total',
    help: 'Envelopes: accepted, deferred (503: sent again by their source) or rejected, with the code',
    labelNames: ['result', 'code'] as const,
    registers,
  });
  const records = new Counter({
    name: 'heliograph_accepted_records_total',
    help: 'Records of accepted envelopes, one for each system',
    registers,
  });
  const refusals = new Counter({
    name: 'heliograph_refused_requests_total',
    help: 'Requests refused for want of access (401, 403) or for a limit (429), by code',
    labelNames: ['code'] as const,
    registers,
  });
  const connections = new Counter({
    name: 'heliograph_refused_connections_total',
    help: 'Connections closed unread: too many of one address, or of all',
    labelNames: ['reason'] as const,
    registers,
  });
  const systemRequests = new Counter({
    name: 'heliograph_privacy_requests_total',
    help: 'Erasures and exports that were accepted',
    labelNames: ['request'] as const,
    registers,
  });
  new Gauge({
    name: 'heliograph_in_flight_bytes',
    help: 'Bytes of bodies being read and of records not yet acknowledged',
    registers,
    collect() {
      this.set(inFlightBytes());
    },
  });
  return {
    request(status, took) {
      requests.inc({ status: String(status) });
      seconds.observe(took);
    },
    refused: (code) => refusals.inc({ code }),
    refusedConnection: (reason) => connections.inc({ reason }),
    privacyRequest: (request) => systemRequests.inc({ request }),
    reports(results, delivered) {
      let accepted = 0;
      let made = 0;
      for (const result of results) {
        if (result.status === 'rejected') envelopes.inc({ result: 'rejected', code: result.error.code });
        else {
          accepted += 1;
          made += result.records;
        }
      }
      if (accepted > 0) envelopes.inc({ result: delivered ? 'accepted' : 'deferred', code: '' }, accepted);
      if (delivered) records.inc(made);
    },
  };
}
