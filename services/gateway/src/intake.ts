import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Publisher } from '@heliograph/stream';
import { type Caller, isForeign, type Purpose } from './access.ts';
import { answerProblem } from './answer.ts';
import type { Authorise } from './authorise.ts';
import { readBody } from './body.ts';
import type { ByteBudget } from './byte-budget.ts';
import { codingOf, isJsonType, parseBody } from './json-body.ts';
import type { Replies } from './replies.ts';

export interface IntakeOptions {
  readonly publisher: Pick<Publisher, 'refusal'>;
  readonly budget: ByteBudget;
  readonly authorise: Authorise;
  /** True once nothing new is to be taken. */
  readonly isDraining: () => boolean;
  readonly replies: Replies;
}

/** What was sent, by whom. */
export interface Intake {
  readonly caller: Caller;
  readonly json: unknown;
}

/** How one endpoint takes what it is sent. */
export interface Entrance {
  readonly purpose: Purpose;
  readonly maxBodyBytes: number;
}

/**
 * What is done with every request before its content matters: access, type, length, decompression, JSON. Undefined where
 * the sender has had his answer, or has gone. What would be refused in the end is refused before the body is read.
 */
export function createIntake({ publisher, budget, authorise, isDraining, replies }: IntakeOptions) {
  return async (
    request: IncomingMessage,
    response: ServerResponse,
    { purpose, maxBodyBytes }: Entrance,
  ): Promise<Intake | undefined> => {
    if (isDraining()) return void replies.later(response, 'draining');
    const caller = authorise(request, purpose);
    if ('refused' in caller) return void replies.refuse(response, caller);
    if (!isJsonType(request.headers['content-type']))
      return void answerProblem(response, 'unsupported_type', { 'Accept-Post': 'application/json' });
    const coding = codingOf(request.headers['content-encoding']);
    if (coding === undefined)
      return void answerProblem(response, 'unsupported_encoding', { 'Accept-Encoding': 'gzip, deflate' });
    const refusal = publisher.refusal(Number(request.headers['content-length'] ?? 0));
    if (refusal !== undefined) return void replies.notTaken(response, refusal);

    const received = await readBody(request, maxBodyBytes, budget);
    if ('gone' in received) return undefined;
    if ('refused' in received) {
      if (received.refused === 'overloaded') replies.later(response, received.refused);
      else answerProblem(response, received.refused);
      return undefined;
    }
    const body = parseBody(received.bytes, coding, maxBodyBytes);
    budget.release(received.bytes.length);
    if ('refused' in body) return void answerProblem(response, body.refused);
    if (isForeign(caller, body.json)) return void replies.forbid(response);
    return { caller, json: body.json };
  };
}
