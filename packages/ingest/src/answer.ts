import type { Answer, HttpAnswer, ProtocolDocument } from './protocol.ts';
import { problem, REFUSALS, type Refusal } from './refusal.ts';

/** The gateway's own answer: 202 if all reports were accepted, 207 if some were, and 422 if none was. */
export function encodeResults(answer: Answer): HttpAnswer {
  if ('refused' in answer) return encodeProblem(answer);
  const { results } = answer;
  const accepted = results.filter(({ status }) => status === 'accepted').length;
  if (accepted === 0) return encodeProblem({ refused: 'none_accepted', results });
  return encodeJson(accepted === results.length ? 202 : 207, { results });
}

const RESULTS = { 'application/json': { $ref: '#/components/schemas/Results' } };

/** What `encodeResults` answers if it does not refuse. */
export const RESULTS_DOCUMENT: ProtocolDocument['answers'] = {
  202: { description: 'Every report is durable.', content: RESULTS },
  207: { description: 'Some reports are durable, and some were rejected.', content: RESULTS },
};

/** A problem document (RFC 9457). */
export function encodeProblem(refusal: Refusal): HttpAnswer {
  const headers = { 'Content-Type': 'application/problem+json' };
  return { status: REFUSALS[refusal.refused].status, headers, body: JSON.stringify(problem(refusal)) };
}

function encodeJson(status: number, body: object): HttpAnswer {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
