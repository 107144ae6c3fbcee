import type { IncomingMessage, ServerResponse } from 'node:http';
import { PublishError, type Publisher, type PublishFailure } from '@heliograph/stream';
import type { Accept } from './accept.ts';
import { answerProblem, answerResults } from './answer.ts';
import { readBody } from './body.ts';
import type { ByteBudget } from './byte-budget.ts';
import { codingOf, isJsonType, parseBody } from './json-body.ts';
import type { GatewayMetrics } from './metrics.prometheus.ts';
import type { RequestErrorCode } from './problem.ts';

export interface TelemetryOptions {
  readonly accept: Accept;
  readonly publisher: Pick<Publisher, 'publish' | 'refusal'>;
  readonly budget: ByteBudget;
  readonly maxBodyBytes: number;
  readonly metrics: GatewayMetrics;
  /** True once no new report is to be taken. */
  readonly isDraining: () => boolean;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly newTraceparent: () => string;
  /** From 0 to 1. */
  readonly random: () => number;
}

const FAILURES: Readonly<Record<PublishFailure, RequestErrorCode>> = {
  overloaded: 'overloaded',
  unavailable: 'kafka_unavailable',
  timed_out: 'delivery_timed_out',
  stopped: 'draining',
};

/** POST /v1/telemetry: answers once the records are in the log, or says why they are not. Rejects on a bug only. */
export function createTelemetryHandler(options: TelemetryOptions) {
  const { accept, publisher, budget, maxBodyBytes, metrics, isDraining, clock, newTraceparent, random } = options;

  /** One or two seconds, so that those who were refused together do not come back together. */
  const later = (response: ServerResponse, code: RequestErrorCode) =>
    answerProblem(response, code, { 'Retry-After': 1 + Math.round(random()) });

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (isDraining()) return later(response, 'draining');
    if (!isJsonType(request.headers['content-type']))
      return answerProblem(response, 'unsupported_type', { 'Accept-Post': 'application/json' });
    const coding = codingOf(request.headers['content-encoding']);
    if (coding === undefined)
      return answerProblem(response, 'unsupported_encoding', { 'Accept-Encoding': 'gzip, deflate' });

    // Said before the body is read: what would be refused in the end shall not cost its parsing.
    const refusal = publisher.refusal(Number(request.headers['content-length'] ?? 0));
    if (refusal !== undefined) return later(response, FAILURES[refusal]);

    const received = await readBody(request, maxBodyBytes, budget);
    if ('gone' in received) return;
    if ('refused' in received)
      return received.refused === 'overloaded'
        ? later(response, received.refused)
        : answerProblem(response, received.refused);
    const body = parseBody(received.bytes, coding, maxBodyBytes);
    budget.release(received.bytes.length);
    if ('refused' in body) return answerProblem(response, body.refused);

    const judged = accept(body.json, { nowMs: clock(), traceparent: newTraceparent() });
    if ('refused' in judged) return answerProblem(response, judged.refused);
    const { results, records } = judged;
    try {
      if (records.length > 0) await publisher.publish(records);
    } catch (error) {
      metrics.envelopes(results, false);
      if (!(error instanceof PublishError)) throw error;
      return later(response, FAILURES[error.code]);
    }
    metrics.envelopes(results, true);
    answerResults(response, results);
  };
}
