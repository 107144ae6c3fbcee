import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestKind } from '@heliograph/schema';
import type { Publisher } from '@heliograph/stream';
import { answerAccepted, answerProblem } from './answer.ts';
import type { createIntake } from './intake.ts';
import type { GatewayMetrics } from './metrics.prometheus.ts';
import type { Replies } from './replies.ts';
import type { createSystemRequests } from './system-requests.ts';

export interface SystemRequestHandlerOptions {
  readonly acceptRequest: ReturnType<typeof createSystemRequests>;
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly metrics: Pick<GatewayMetrics, 'systemRequest'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly newTraceparent: () => string;
}

/** Two names of 64 characters and a system id of 128, all of them escaped as \uXXXX, are some 1,700 bytes. */
const MAX_BODY_BYTES = 4096;

/**
 * POST /v1/erasures and /v1/exports: answers once the request is in the log, with the id under which its owner finds out
 * what became of it. Rejects on a bug only.
 */
export function createSystemRequestHandler(
  intake: ReturnType<typeof createIntake>,
  replies: Replies,
  kind: RequestKind,
  { acceptRequest, publisher, metrics, clock, newTraceparent }: SystemRequestHandlerOptions,
) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const taken = await intake(request, response, { purpose: 'requests', maxBodyBytes: MAX_BODY_BYTES });
    if (taken === undefined) return;
    const accepted = acceptRequest(kind, taken.json, { nowMs: clock(), traceparent: newTraceparent() });
    if ('refused' in accepted) return answerProblem(response, accepted.refused, {}, undefined, accepted.pointer);
    try {
      await publisher.publish([accepted.record]);
    } catch (error) {
      return replies.undelivered(response, error);
    }
    metrics.systemRequest(kind);
    answerAccepted(response, { id: accepted.id, request: kind, status: 'accepted' });
  };
}
