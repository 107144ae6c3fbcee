import { DAY_MS, type Observation, type RawRecord } from '@heliograph/schema';
import fc from 'fast-check';
import { anObservation, aRawRecord } from './builders.ts';

const FIRST_DAY_MS = Date.parse('2026-11-19T00:00:00.000Z');

/** Keys that have a meaning to JavaScript or to JSON pointers, where code that trusts its input breaks. */
const awkwardKeys = fc.constantFrom('__proto__', 'constructor', 'toString', '', '0', '/', '~', '~1', '*', 'a/b', 'ä');

const jsonObject = (values: fc.Arbitrary<unknown>) =>
  fc.array(fc.tuple(fc.oneof(fc.string(), awkwardKeys), values), { maxLength: 6 }).map(
    // Unlike a literal or an assignment this makes `__proto__` an own property, as JSON.parse does.
    (entries): Record<string, unknown> => Object.fromEntries(entries),
  );

/** Any JSON object, with awkward keys at each of its levels. */
export function jsonPayloads(): fc.Arbitrary<Record<string, unknown>> {
  const leaves = fc.jsonValue({ maxDepth: 2 });
  return jsonObject(fc.oneof({ weight: 3, arbitrary: leaves }, jsonObject(leaves), fc.array(jsonObject(leaves))));
}

export function uuids(): fc.Arbitrary<string> {
  return fc.uuid({ version: [4, 7] });
}

/** Any text that passes for a system id. */
export function systemIds(): fc.Arbitrary<string> {
  const printable = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
  return fc.string({ unit: printable, minLength: 1, maxLength: 128 });
}

interface Crowd {
  /** How many systems there are; few make them meet often. */
  readonly systems?: number;
  /** On how many days, from 2026-11-19 on, they report. */
  readonly days?: number;
  /** How many different ids there are; few make a record come twice. */
  readonly ids?: number;
}

const smallPayload = fc.record({
  sles_version: fc.constantFrom('15-SP2', '15-SP3', '15-SP4'),
  cpu_count: fc.constantFrom(2, 4),
});

function crowd({ systems = 5, days = 3, ids = 50 }: Crowd) {
  return fc.record({
    system: fc.nat({ max: systems - 1 }).map((n) => `system-${n}`),
    id: fc.nat({ max: ids - 1 }).map((n) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`),
    observed_at: fc.nat({ max: days * DAY_MS - 1 }).map((ms) => new Date(FIRST_DAY_MS + ms).toISOString()),
    payload: smallPayload,
  });
}

/** Raw records of a small crowd of Trento hosts, in which systems, days, ids and payloads meet each other. */
export function rawRecords(options: Crowd = {}): fc.Arbitrary<RawRecord> {
  return crowd(options).map(({ system, ...rest }) => aRawRecord({ system_id: system, ...rest }));
}

/** Observations of a small crowd of Trento hosts, in which systems, days, ids and payloads meet each other. */
export function observations(options: Crowd = {}): fc.Arbitrary<Observation> {
  return crowd(options).map(({ system, ...rest }) => anObservation({ system_key: system, ...rest }));
}
