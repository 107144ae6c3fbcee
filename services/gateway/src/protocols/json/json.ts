import { encodeResults, type Protocol, parseJson, RESULTS_DOCUMENT, readEnvelopes } from '@heliograph/ingest';

const ENVELOPE = { $ref: '#/components/schemas/Envelope' };
const ENVELOPES = { oneOf: [ENVELOPE, { type: 'array', items: ENVELOPE, minItems: 1 }] };

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
  encode: encodeResults,
  document: {
    summary: 'Send an envelope, or an array of envelopes',
    body: { 'application/json': ENVELOPES },
    answers: RESULTS_DOCUMENT,
  },
};
