import { createRegister, RawRecord, type Register } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { readEnvelopes } from '../src/envelope.ts';
import { createIngest } from '../src/ingest.ts';
import { sha256 } from './sha256.ts';

const NOW = '2026-11-21T12:00:00.000Z';
const FRESH_ID = '01890000-0000-7000-8000-000000000001';
const ID = '0b4f0fbe-6c4e-4d3b-9f0a-2f6d7c1f5a11';
const nowMs = Date.parse(NOW);

const register = createRegister([
  aDefinition(),
  aDefinition({
    application: 'fleet',
    record: { each_element: true, system_id: '/host/id', time: '/at', late_window: '2d' },
    channel: { development_when: { pointer: '/version', matches: '\\.dev' } },
  }),
  aDefinition({ telemetry_type: 'draft', status: 'draft' }),
  aDefinition({ telemetry_type: 'old', expires: '2026-11-21' }),
]);
const ingest = createIngest({ register, maxRecords: 600, hash: sha256, newId: () => FRESH_ID });
const ingestBody = (body: unknown) => {
  const reports = readEnvelopes(body, { maxReports: 500 });
  return 'refused' in reports ? reports : ingest(reports, nowMs);
};

const single = (given: object = {}) => ({
  application: 'example',
  telemetry_type: 'status',
  time: '2026-11-21T11:59:58.123456789Z',
  payload: { id: 'system-1', version: '1.2.3' },
  ...given,
});
const fleet = (payload: unknown, given: object = {}) => single({ application: 'fleet', payload, ...given });

function ingested(body: unknown) {
  const outcome = ingestBody(body);
  if ('refused' in outcome) throw new Error(outcome.refused);
  return outcome;
}
const rawOf = (body: unknown) => ingested(body).records.map(({ raw }) => raw);
const errorOf = (body: unknown) => {
  const [result] = ingested(body).results;
  return result?.status === 'rejected' ? [result.error.code, result.error.pointer] : undefined;
};

describe('ingest', () => {
  it('makes a record of a single report, with all that travels', () => {
    const { results, records } = ingested(single({ id: ID, schema_version: 2 }));
    expect(results).toStrictEqual([{ id: ID, status: 'accepted', records: 1 }]);
    const { id, ...raw } = RawRecord.parse(JSON.parse(String(records[0]?.value)));
    expect(records[0]?.raw).toStrictEqual({ id, ...raw });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(raw).toStrictEqual({
      application: 'example',
      telemetry_type: 'status',
      schema_version: 2,
      channel: 'production',
      system_id: 'system-1',
      time: '2026-11-21T11:59:58.123456789Z',
      observed_at: '2026-11-21T11:59:58.123Z',
      received_at: NOW,
      day: '2026-11-21',
      clock_clamped: false,
      payload: { id: 'system-1', version: '1.2.3' },
    });
  });

  it('splits an array into a record for each system, each with its own time where it has one', () => {
    const at = '2026-11-20T23:30:00+01:00';
    const raw = rawOf(fleet([{ host: { id: 'a' }, at }, { host: { id: 'b' } }]));
    expect(raw.map(({ system_id, time, day }) => [system_id, time, day])).toStrictEqual([
      ['a', at, '2026-11-20'],
      ['b', '2026-11-21T11:59:58.123456789Z', '2026-11-21'],
    ]);
    expect(raw[0]?.id).not.toBe(raw[1]?.id);
  });

  it('gives an envelope without an id a fresh one, and says it to the sender', () => {
    expect(ingested(single()).results[0]).toStrictEqual({ id: FRESH_ID, status: 'accepted', records: 1 });
  });

  it('takes null for an optional member that is not there', () => {
    const { results, records } = ingested(single({ id: null, schema_version: null }));
    expect(results).toStrictEqual([{ id: FRESH_ID, status: 'accepted', records: 1 }]);
    expect(records[0]?.raw.schema_version).toBe(1);
  });

  it('takes one id for different systems as different reports, and for the same system as the same report', () => {
    const other = { payload: { id: 'system-2' } };
    const [first, second, again] = rawOf([single({ id: ID }), single({ id: ID, ...other }), single({ id: ID })]);
    expect(second?.id).not.toBe(first?.id);
    expect(again?.id).toBe(first?.id);
    expect(rawOf(single({ id: ID.toUpperCase() }))[0]?.id).toBe(first?.id);
  });

  it('puts what the definition says into the development channel', () => {
    const versions = ['1.2.dev', '1.2', 3, `${'1'.repeat(300)}.dev`];
    const raw = rawOf(fleet(versions.map((version) => ({ host: { id: 'a' }, version }))));
    expect(raw.map(({ channel }) => channel)).toStrictEqual(['development', 'production', 'production', 'production']);
  });

  it('rejects an envelope whole, points into the request, and takes the others', () => {
    const bad = fleet([{ host: { id: 'a' } }, { host: {} }], { id: ID });
    const { results, records } = ingested([single(), bad, single()]);
    expect(results.map(({ status }) => status)).toStrictEqual(['accepted', 'rejected', 'accepted']);
    expect(results[1]).toMatchObject({
      id: ID,
      error: { code: 'missing_system_id', pointer: '/1/payload/1/host/id' },
    });
    expect(records).toHaveLength(2);
  });

  it.each([
    ['text', 'x', 'invalid_envelope', ''],
    ['null', null, 'invalid_envelope', ''],
    ['an array in the array', [[]], 'invalid_envelope', '/0'],
    ['an empty object', {}, 'invalid_envelope', '/application'],
    ['an application that is no name', single({ application: 'A B' }), 'invalid_envelope', '/application'],
    ['a number for a type', single({ telemetry_type: 5 }), 'invalid_envelope', '/telemetry_type'],
    ['a broken id', single({ id: '123' }), 'invalid_envelope', '/id'],
    ['a fraction as version', single({ schema_version: 1.5 }), 'invalid_envelope', '/schema_version'],
    ['no time', single({ time: undefined }), 'invalid_time', '/time'],
    ['a time that is a number', single({ time: 1_795_000_000 }), 'invalid_time', '/time'],
    ['a day that does not exist', single({ time: '2026-02-30T00:00:00Z' }), 'invalid_time', '/time'],
    ['a time of a record', fleet([{ host: { id: 'a' }, at: 'noon' }]), 'invalid_time', '/payload/0/at'],
    ['an unknown application', single({ application: 'else' }), 'unknown_application', '/application'],
    ['an unknown type', single({ telemetry_type: 'else' }), 'unknown_telemetry_type', '/telemetry_type'],
    ['a draft', single({ telemetry_type: 'draft' }), 'definition_not_approved', '/telemetry_type'],
    ['an expired definition', single({ telemetry_type: 'old' }), 'definition_expired', '/telemetry_type'],
    ['no payload', single({ payload: undefined }), 'invalid_payload', '/payload'],
    ['an array where an object is asked for', single({ payload: [{ id: 'a' }] }), 'invalid_payload', '/payload'],
    ['an object where an array is asked for', fleet({ host: { id: 'a' } }), 'invalid_payload', '/payload'],
    ['a text in the array', fleet([{ host: { id: 'a' } }, 'b']), 'invalid_payload', '/payload/1'],
    ['an empty payload', fleet([]), 'empty_payload', '/payload'],
    ['no system id', single({ payload: {} }), 'missing_system_id', '/payload/id'],
    ['null as system id', single({ payload: { id: null } }), 'missing_system_id', '/payload/id'],
    ['a number as system id', single({ payload: { id: 5 } }), 'invalid_system_id', '/payload/id'],
    ['a system id with a space', single({ payload: { id: 'a b' } }), 'invalid_system_id', '/payload/id'],
    ['a system id of 129 characters', single({ payload: { id: 'a'.repeat(129) } }), 'invalid_system_id', '/payload/id'],
    ['a record of 900 kB', single({ payload: { id: 'a', x: 'y'.repeat(900_000) } }), 'record_too_large', '/payload'],
  ])('rejects %s', (_, body, code, pointer) => {
    expect(errorOf(body)).toStrictEqual([code, pointer]);
    expect(ingested(body).records).toStrictEqual([]);
  });

  it.each([
    ['an empty array', [], 'no_envelopes'],
    ['501 envelopes', Array.from({ length: 501 }, () => single()), 'too_many_envelopes'],
    ['601 records', [fleet(Array(600).fill({ host: { id: 'a' } })), single()], 'too_many_records'],
  ])('refuses %s', (_, body, refused) => {
    expect(ingestBody(body)).toStrictEqual({ refused });
  });

  it('takes 500 envelopes, and 600 records', () => {
    expect(ingested(Array.from({ length: 500 }, () => single())).records).toHaveLength(500);
    expect(ingested(fleet(Array(600).fill({ host: { id: 'a' } }))).records).toHaveLength(600);
  });
});

describe('a register that changes', () => {
  it('is asked for every report: what is accepted, and which names an answer may show', () => {
    const definitions = { inForce: createRegister([]) };
    const changing: Register = {
      get definitions() {
        return definitions.inForce.definitions;
      },
      get longestLateWindow() {
        return definitions.inForce.longestLateWindow;
      },
      mode: 'production',
      find: (...subject) => definitions.inForce.find(...subject),
      route: (...subject) => definitions.inForce.route(...subject),
      mayProcess: (definition) => definitions.inForce.mayProcess(definition),
    };
    const follow = createIngest({ register: changing, maxRecords: 600, hash: sha256, newId: () => FRESH_ID });
    const report = readEnvelopes(single(), { maxReports: 500 });
    if ('refused' in report) throw new Error(report.refused);
    const large = readEnvelopes(single({ payload: { id: 'a', version: Number.POSITIVE_INFINITY } }), {
      maxReports: 500,
    });
    if ('refused' in large) throw new Error(large.refused);
    const answers = () =>
      [...report, ...large].map((one) => {
        const outcome = follow([one], nowMs);
        const [result] = 'refused' in outcome ? [] : outcome.results;
        return result?.status === 'rejected' ? `${result.error.code} ${result.error.pointer}` : result?.status;
      });
    expect(answers()).toEqual(['unknown_application /application', 'number_out_of_range /payload']);
    definitions.inForce = createRegister([aDefinition()]);
    expect(answers()).toEqual(['accepted', 'number_out_of_range /payload/version']);
  });
});
