import type { DecodeBounds, DecodedReport, Ingest } from '@heliograph/ingest';
import { PublishError, type Publisher, type PublishRecord } from '@heliograph/stream';
import { targetsOtherApplication } from './auth/access.ts';
import { NO_BODY, newTraceparent, type Responder, type Step, toProtocolRequest } from './http/exchange.ts';
import type { GatewayMetrics } from './metrics.prometheus.ts';

export interface TelemetryOptions {
  readonly ingest: Ingest;
  readonly bounds: DecodeBounds;
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly metrics: Pick<GatewayMetrics, 'reports'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Milliseconds of a monotonic clock. */
  readonly steadyClock: () => number;
}

/** What is done with reports once their bytes are there, step by step; app.ts puts the steps into the chain. */
export function createTelemetrySteps(respond: Responder, options: TelemetryOptions) {
  const { bounds, publisher, metrics, clock, steadyClock } = options;

  const decode: Step = (request, response, next) => {
    const { locals } = response;
    const decoded = locals.protocol.decode(locals.body, toProtocolRequest(request), bounds);
    locals.body = NO_BODY;
    if ('refused' in decoded) return respond.refuse(response, decoded);
    locals.reports = decoded.reports;
    locals.remarks = decoded.remarks;
    next();
  };

  const checkApplication: Step = (_request, response, next) => {
    const { caller, reports } = response.locals;
    if (caller.application !== undefined && targetsOtherApplication(caller, reports.map(applicationOf)))
      return respond.refuse(response, { refused: 'application_mismatch' });
    next();
  };

  const ingest: Step = (_request, response, next) => {
    const { locals } = response;
    const ingested = options.ingest(locals.reports, clock());
    if ('refused' in ingested) return respond.refuse(response, ingested);
    const traceparent = newTraceparent();
    locals.results = ingested.results;
    locals.records = ingested.records.map(({ raw, value }): PublishRecord => {
      const { application, telemetry_type, system_id } = raw;
      return { key: system_id, value, headers: { application, telemetry_type, traceparent } };
    });
    next();
  };

  const chargeRecords: Step = (_request, response, next) => {
    const { locals } = response;
    const { charge, reports, results, records } = locals;
    const pointerOf = (index: number) => reports[index]?.pointer ?? '';
    const limited = charge?.takeRecords(locals, pointerOf, steadyClock()) ?? { results, records };
    locals.reports = [];
    if ('refused' in limited) return respond.refuse(response, limited);
    locals.results = limited.results;
    locals.records = limited.records;
    if (limited.exceeded === undefined) return next();
    metrics.reports(limited.results, true);
    respond.refuse(response, { ...limited.exceeded, results: limited.results });
  };

  const publish: Step = async (_request, response, next) => {
    const { results, records } = response.locals;
    try {
      if (records.length > 0) await publisher.publish(records);
    } catch (error) {
      metrics.reports(results, false);
      if (error instanceof PublishError) return respond.refuseUnpublished(response, error.code);
      throw error;
    }
    metrics.reports(results, true);
    next();
  };

  const encode: Step = (request, response) => {
    const { protocol, results, remarks } = response.locals;
    respond.send(response, protocol.encode({ results, remarks }, toProtocolRequest(request)));
  };

  return { decode, checkApplication, ingest, chargeRecords, publish, encode };
}

function applicationOf(decoded: DecodedReport): unknown {
  return 'report' in decoded ? decoded.report.application : undefined;
}
