import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Ingest, readEnvelopes } from '@heliograph/ingest';
import type { Publisher, PublishRecord } from '@heliograph/stream';
import { answerProblem, answerResults } from './answer.ts';
import type { createIntake, Intake } from './intake.ts';
import type { Limits } from './limits.ts';
import type { GatewayMetrics } from './metrics.prometheus.ts';
import type { Replies } from './replies.ts';

export interface TelemetryOptions {
  readonly ingest: Ingest;
  readonly maxReports: number;
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly maxBodyBytes: number;
  readonly limits: Pick<Limits, 'charge'>;
  readonly metrics: Pick<GatewayMetrics, 'envelopes'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Milliseconds that never go back. */
  readonly steadyClock: () => number;
  readonly newTraceparent: () => string;
}

/** POST /v1/telemetry: answers once the records are in the log, or says why they are not. Rejects on a bug only. */
export function createTelemetryHandler(
  intake: ReturnType<typeof createIntake>,
  replies: Replies,
  {
    ingest,
    maxReports,
    publisher,
    maxBodyBytes,
    limits,
    metrics,
    clock,
    steadyClock,
    newTraceparent,
  }: TelemetryOptions,
) {
  function judge({ caller, json }: Intake) {
    const reports = readEnvelopes(json, { maxReports });
    if ('refused' in reports) return { fault: reports.refused };
    const ingested = ingest(reports, clock());
    if ('refused' in ingested) return { fault: ingested.refused };
    const traceparent = newTraceparent();
    const records = ingested.records.map(({ raw, value }): PublishRecord => {
      const { application, telemetry_type, system_id } = raw;
      return { key: system_id, value, headers: { application, telemetry_type, traceparent } };
    });
    return limits.charge({ results: ingested.results, records }, caller.sender, Array.isArray(json), steadyClock());
  }

  /** In a function of its own, so that what was parsed is not held while its records are delivered. */
  async function take(request: IncomingMessage, response: ServerResponse) {
    const taken = await intake(request, response, { purpose: 'reports', maxBodyBytes });
    return taken === undefined ? undefined : judge(taken);
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const judged = await take(request, response);
    if (judged === undefined) return;
    if ('fault' in judged) return answerProblem(response, judged.fault);
    if ('refused' in judged) return replies.refuse(response, judged);
    const { results, records, over } = judged;
    if (over !== undefined) {
      metrics.envelopes(results, true);
      return replies.refuse(response, over, results);
    }
    try {
      if (records.length > 0) await publisher.publish(records);
    } catch (error) {
      metrics.envelopes(results, false);
      return replies.undelivered(response, error);
    }
    metrics.envelopes(results, true);
    answerResults(response, results);
  };
}
