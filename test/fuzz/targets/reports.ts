import { randomUUID } from 'node:crypto';
import { createIngest, DEFAULT_BOUNDS, parseJson, REFUSALS, REJECTIONS, readEnvelopes } from '@heliograph/ingest';
import { sha256 } from '@heliograph/runtime';
import { RawRecord } from '@heliograph/schema';
import { shippedDefinitions } from '../../../packages/testkit/src/definitions.ts';
import { reportsBody, SECRET } from '../reports.ts';
import { demand, type FuzzTarget } from '../target.ts';

const NOW_MS = Date.parse('2026-11-21T12:00:00.000Z');
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const { maxReports, maxRecords } = DEFAULT_BOUNDS;
const MOST_RECORD_BYTES = 900_000;

const ingest = createIngest({ register: shippedDefinitions(), maxRecords, hash: sha256, newId: randomUUID });

/** The JSON of envelopes, alone or in an array. */
export const reports: FuzzTarget = {
  name: 'reports',
  generate: reportsBody,
  check(input) {
    const parsed = parseJson(input);
    if (parsed === undefined) return 'malformed_json';
    const { json } = parsed;
    const decoded = readEnvelopes(json, { maxReports });
    if ('refused' in decoded) return documented(decoded.refused);
    demand(decoded.length === (Array.isArray(json) ? json.length : 1), 'there is not a report for each envelope');
    const ingested = ingest(decoded, NOW_MS);
    if ('refused' in ingested) return documented(ingested.refused);
    const { results, records } = ingested;
    demand(results.length === decoded.length, 'there is not a result for each envelope');
    let accepted = 0;
    for (const result of results) {
      if (result.status === 'accepted') {
        accepted += result.records;
        demand(UUID.test(result.id), `${result.id} is no id`);
        continue;
      }
      const { code, pointer } = result.error;
      demand(code in REJECTIONS, `${code} is no documented code`);
      demand(pointer === '' || pointer.startsWith('/'), `${pointer} is no pointer`);
    }
    demand(!JSON.stringify(results).includes(SECRET), 'an answer repeats what only the sender knows');
    demand(records.length === accepted, `${accepted} records were accepted, and ${records.length} made`);
    for (const { raw, value } of records) {
      const written: unknown = JSON.parse(value.toString());
      demand(RawRecord.safeParse(written).success, 'a record is not of its schema');
      demand(value.length <= MOST_RECORD_BYTES, `a record has ${value.length} bytes`);
      demand(/^\d{4}-\d\d-\d\d$/.test(raw.day), `${raw.day} is no day`);
    }
    return results.map((result) => (result.status === 'rejected' ? result.error.code : 'accepted'));
  },
};

function documented(code: string): string {
  demand(code in REFUSALS, `${code} is no documented code`);
  return code;
}
