import { createRegister, RawRecord } from '@heliograph/schema';
import { aDefinition, jsonPayloads, propertyRuns, systemIds, uuids } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEnvelopes } from '../src/envelope.ts';
import { createIngest } from '../src/ingest.ts';
import { recordId } from '../src/records.ts';
import { REJECTIONS } from '../src/rejection.ts';
import { sha256 } from './sha256.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');
const register = createRegister([
  aDefinition(),
  aDefinition({
    application: 'fleet',
    record: { each_element: true, system_id: '/id', time: '/t', late_window: '2d' },
  }),
]);
let made = 0;
function newId(): string {
  made += 1;
  return `00000000-0000-7000-8000-${String(made).padStart(12, '0')}`;
}
const ingest = createIngest({ register, maxRecords: 50, hash: sha256, newId });
const ingestBody = (body: unknown, atMs = nowMs) => {
  const reports = readEnvelopes(body, { maxReports: 20 });
  return 'refused' in reports ? reports : ingest(reports, atMs);
};

const TIME = '2026-11-21T11:00:00Z';
const often = <T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 9, arbitrary: right }, { weight: 1, arbitrary: wrong });

const records = often(
  fc.record(
    { id: often(systemIds(), fc.jsonValue()), t: often(fc.constant(TIME), fc.string()), more: jsonPayloads() },
    { requiredKeys: ['id'] },
  ),
  jsonPayloads(),
);
/** Envelopes of which each member may be right, wrong or missing. */
const envelopes = fc.record(
  {
    application: often(fc.constantFrom('example', 'fleet'), fc.constantFrom('else', '__proto__', 5)),
    telemetry_type: often(fc.constant('status'), fc.constantFrom('else', '')),
    time: often(fc.constant(TIME), fc.jsonValue()),
    payload: fc.oneof(records, fc.array(records, { maxLength: 4 }), fc.jsonValue()),
    id: often(uuids(), fc.string()),
    schema_version: often(fc.constant(1), fc.double()),
  },
  { requiredKeys: ['application', 'telemetry_type', 'time', 'payload'] },
);
const bodies = fc.oneof(fc.jsonValue(), envelopes, fc.array(fc.oneof(envelopes, fc.jsonValue()), { maxLength: 25 }));

/** The value at a pointer, or of its parent where the pointer names what is missing. */
function pointsSomewhere(body: unknown, pointer: string): boolean {
  const segments = pointer.split('/').slice(1);
  let value = body;
  for (const [i, segment] of segments.entries()) {
    if (typeof value !== 'object' || value === null) return false;
    const inner = Object.getOwnPropertyDescriptor(value, segment)?.value;
    if (inner === undefined) return i === segments.length - 1;
    value = inner;
  }
  return true;
}

describe('ingest', () => {
  it('has a well-formed result for whatever JSON there is', () => {
    let accepted = 0;
    fc.assert(
      fc.property(bodies, (body) => {
        const outcome = ingestBody(body);
        if ('refused' in outcome) return;
        const sent = Array.isArray(body) ? body : [body];
        expect(outcome.results).toHaveLength(sent.length);
        let sum = 0;
        for (const result of outcome.results) {
          if (result.status === 'accepted') sum += result.records;
          else {
            expect(result.error.detail).toBe(REJECTIONS[result.error.code]);
            expect(pointsSomewhere(body, result.error.pointer)).toBe(true);
          }
        }
        accepted += sum;
        expect(outcome.records).toHaveLength(sum);
        for (const { raw, value } of outcome.records)
          expect(RawRecord.parse(JSON.parse(String(value)))).toEqual(JSON.parse(JSON.stringify(raw)));
      }),
      { numRuns: propertyRuns(1500) },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it('gives the parts of an envelope ids that are the same each time and never shared', () => {
    fc.assert(
      fc.property(uuids(), fc.array(systemIds(), { minLength: 1, maxLength: 20 }), (id, systems) => {
        const payload = systems.map((system) => ({ id: system }));
        const body = { id, application: 'fleet', telemetry_type: 'status', time: '2026-11-21T11:00:00Z', payload };
        const ids = () => {
          const outcome = ingestBody(body, nowMs + made);
          if ('refused' in outcome) throw new Error(outcome.refused);
          return outcome.records.map(({ value }) => RawRecord.parse(JSON.parse(String(value))).id);
        };
        const first = ids();
        expect(ids()).toStrictEqual(first);
        expect(new Set(first).size).toBe(systems.length);
      }),
    );
  });

  it('keeps application, type, system and index apart in an id', () => {
    const id = '0b4f0fbe-6c4e-4d3b-9f0a-2f6d7c1f5a11';
    const inputs: [string[], number][] = [
      [['a', 'b', 'c'], 0],
      [['a', 'b', 'c'], 1],
      [['a', 'bc', ''], 0],
      [['ab', '', 'c'], 0],
      [['a', 'b', 'c0'], 0],
    ];
    expect(new Set(inputs.map(([system, index]) => recordId(sha256, id, system, index))).size).toBe(inputs.length);
  });
});
