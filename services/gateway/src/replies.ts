import type { ServerResponse } from 'node:http';
import type { RefusalCode, Result } from '@heliograph/ingest';
import { PublishError, type PublishFailure } from '@heliograph/stream';
import type { Refusal } from './access.ts';
import { answerProblem, answerRefusal } from './answer.ts';
import type { GatewayMetrics } from './metrics.prometheus.ts';

/** The answers that whoever asks for anything may get. */
export interface Replies {
  /** Not now: 503. */
  later(response: ServerResponse, code: RefusalCode): void;
  /** The log does not take anything now. */
  notTaken(response: ServerResponse, failure: PublishFailure): void;
  /** The records could not be delivered. Throws what is not about delivery. */
  undelivered(response: ServerResponse, error: unknown): void;
  /** No access, or too much of it: 401 or 429. */
  refuse(response: ServerResponse, refusal: Refusal, results?: readonly Result[]): void;
  /** The key is for another application: 403. */
  forbid(response: ServerResponse): void;
}

const FAILURES: Readonly<Record<PublishFailure, RefusalCode>> = {
  overloaded: 'overloaded',
  unavailable: 'kafka_unavailable',
  timed_out: 'delivery_timed_out',
  stopped: 'draining',
};

/** `random` (0 to 1) spreads those who were refused together, so that they do not come back together. */
export function createReplies(metrics: Pick<GatewayMetrics, 'refused'>, random: () => number): Replies {
  /** One or two seconds. */
  const later: Replies['later'] = (response, code) =>
    answerProblem(response, code, { 'Retry-After': 1 + Math.round(random()) });
  const notTaken: Replies['notTaken'] = (response, failure) => later(response, FAILURES[failure]);
  return {
    later,
    notTaken,
    undelivered(response, error) {
      if (!(error instanceof PublishError)) throw error;
      notTaken(response, error.code);
    },
    refuse(response, refusal, results) {
      metrics.refused(refusal.refused);
      answerRefusal(response, refusal, random, results);
    },
    forbid(response) {
      metrics.refused('other_application');
      answerProblem(response, 'other_application');
    },
  };
}
