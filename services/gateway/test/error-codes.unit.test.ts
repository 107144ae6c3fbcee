import { readFileSync } from 'node:fs';
import { ERROR_CODES, REFUSALS, REJECTIONS } from '@heliograph/ingest';
import { describe, expect, it } from 'vitest';

const document = readFileSync(new URL('../../../docs/http-api.md', import.meta.url), 'utf8');
/** Code and status of each row of the two tables, in their order. */
const rows = [...document.matchAll(/^\| `(\w+)` +\| (\d[\d, ]*?) +\| .+ \|$/gm)].map(([, code, status]) => [
  code,
  status,
]);

describe('docs/http-api.md', () => {
  it('has every error code, each with its status, and no other', () => {
    const ofRequests = Object.entries(REFUSALS).map(([code, { status }]) => [code, String(status)]);
    const ofEnvelopes = Object.keys(REJECTIONS).map((code) => [code, '207, 422']);
    expect(rows).toEqual([...ofRequests, ...ofEnvelopes]);
    expect(new Set(ERROR_CODES).size).toBe(rows.length);
  });
});
