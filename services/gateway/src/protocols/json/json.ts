import {
  type HttpAnswer,
  type Protocol,
  parseJson,
  problem,
  REFUSALS,
  type Refusal,
  readEnvelopes,
} from '@heliograph/ingest';

/** Heliograph's own protocol (docs/http-api.md): an envelope or an array of envelopes, and problem documents (RFC 9457). */
export const json: Protocol = {
  name: 'json',
  routes: [{ method: 'POST', path: '/v1/telemetry' }],
  mediaTypes: ['application/json'],
  decode(body, _request, bounds) {
    const parsed = parseJson(body);
    if (parsed === undefined) return { refused: 'malformed_json' };
    const reports = readEnvelopes(parsed.json, bounds);
    return 'refused' in reports ? reports : { reports };
  },
  /** 202 if all reports were accepted, 207 if some were, and 422 if none was. */
  encode(answer) {
    if ('refused' in answer) return encodeProblem(answer);
    const { results } = answer;
    const accepted = results.filter(({ status }) => status === 'accepted').length;
    if (accepted === 0) return encodeProblem({ refused: 'none_accepted', results });
    return encodeJson(accepted === results.length ? 202 : 207, { results });
  },
};

function encodeProblem(refusal: Refusal): HttpAnswer {
  const headers = { 'Content-Type': 'application/problem+json' };
  return { status: REFUSALS[refusal.refused].status, headers, body: JSON.stringify(problem(refusal)) };
}

function encodeJson(status: number, body: object): HttpAnswer {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}
