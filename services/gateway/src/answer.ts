import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { problem, REQUEST_ERRORS, type RequestErrorCode, type Result } from './problem.ts';

/** Answers 202 where all envelopes were accepted, 207 where some were, and 422 where none was. */
export function answerResults(response: ServerResponse, results: readonly Result[]): void {
  const accepted = results.filter(({ status }) => status === 'accepted').length;
  if (accepted === 0) answerProblem(response, 'none_accepted', {}, results);
  else write(response, accepted === results.length ? 202 : 207, 'application/json', JSON.stringify({ results }), {});
}

/** Answers with a problem document under the status of its code. */
export function answerProblem(
  response: ServerResponse,
  code: RequestErrorCode,
  headers: OutgoingHttpHeaders = {},
  results?: readonly Result[],
): void {
  const body = JSON.stringify(problem(code, results));
  write(response, REQUEST_ERRORS[code].status, 'application/problem+json', body, headers);
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
