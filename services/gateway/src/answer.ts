import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { problem, REFUSALS, type RefusalCode, type Result } from '@heliograph/ingest';
import type { Refusal } from './access.ts';

/** Answers 202 where all envelopes were accepted, 207 where some were, and 422 where none was. */
export function answerResults(response: ServerResponse, results: readonly Result[]): void {
  const accepted = results.filter(({ status }) => status === 'accepted').length;
  if (accepted === 0) answerProblem(response, 'none_accepted', {}, results);
  else write(response, accepted === results.length ? 202 : 207, 'application/json', JSON.stringify({ results }), {});
}

/** Answers 202 to a request that is on its way. */
export function answerAccepted(response: ServerResponse, body: object): void {
  write(response, 202, 'application/json', JSON.stringify(body), {});
}

/** Answers with a problem document under the status of its code. */
export function answerProblem(
  response: ServerResponse,
  code: RefusalCode,
  headers: OutgoingHttpHeaders = {},
  results?: readonly Result[],
  pointer?: string,
): void {
  const body = JSON.stringify(problem(code, results, pointer));
  write(response, REFUSALS[code].status, 'application/problem+json', body, headers);
}

/** Longer would be a guess: whoever is in that much debt may as well ask again. */
const LONGEST_WAIT_S = 3600;

/**
 * Answers who was not let in: 401 with how to ask, 429 with when to come back. `random` (0 to 1) spreads those who were refused
 * together over twice the time.
 */
export function answerRefusal(
  response: ServerResponse,
  refusal: Refusal,
  random: () => number,
  results?: readonly Result[],
): void {
  if ('waitMs' in refusal) {
    const seconds = Math.ceil((refusal.waitMs / 1000) * (1 + random()));
    answerProblem(response, refusal.refused, { 'Retry-After': Math.min(seconds, LONGEST_WAIT_S) }, results);
  } else {
    const error = refusal.refused === 'key_required' ? '' : ', error="invalid_token"';
    answerProblem(response, refusal.refused, { 'WWW-Authenticate': `Bearer realm="heliograph"${error}` });
  }
}

function write(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: OutgoingHttpHeaders,
): void {
  response.writeHead(status, {
    ...headers,
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
  });
  response.end(body);
}
