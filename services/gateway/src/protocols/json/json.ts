import { encodeResults, type Protocol, parseJson, readEnvelopes } from '@heliograph/ingest';

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
};
