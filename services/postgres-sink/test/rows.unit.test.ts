import { anObservation } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { toRow } from '../src/rows.ts';

/** The first host of seed 004 as it is after sanitising; its time lies years back, so its clock was clamped. */
const sample = anObservation({
  id: '018F4E9A-0000-7000-8000-0000000000AA',
  time: '2021-11-23T11:04:02.462687463+01:00',
  observed_at: '2026-11-21T10:00:00.000Z',
  clock_clamped: true,
  payload: { sles_version: '15-SP2', cpu_count: 2, cloud_provider: 'azure' },
});

describe('toRow', () => {
  it('has a value for each column, and keeps the sender’s time as it was written', () => {
    expect(toRow(sample)).toEqual({
      row: {
        day: '2026-11-21',
        id: '018f4e9a-0000-7000-8000-0000000000aa',
        application: 'trento',
        telemetry_type: 'host_telemetry',
        schema_version: '1',
        channel: 'production',
        system_key: sample.system_key,
        time: '2021-11-23T11:04:02.462687463+01:00',
        observed_at: '2026-11-21T10:00:00.000Z',
        received_at: '2026-11-21T10:00:00.000Z',
        clock_clamped: 'true',
        payload: '{"sles_version":"15-SP2","cpu_count":2,"cloud_provider":"azure"}',
        removed: '[]',
      },
    });
  });

  it('keeps where something unregistered stood, and gives up a name rather than the report', () => {
    const made = toRow(anObservation({ removed: ['/a', '/b\0', '/\ud83d'] }));
    expect('row' in made && made.row.removed).toBe('["/a"]');
  });

  it.each([
    ['a NUL in a value', { payload: { a: { b: ['x', 'y\0z'] } } }, '/payload/a/b/1: not text that PostgreSQL can hold'],
    ['a NUL in a key', { payload: { a: { 'b\0': 1 } } }, '/payload/a: not text that PostgreSQL can hold'],
    [
      'a NUL beside numbers and null',
      { payload: { a: 1, b: null, c: 'x\0' } },
      '/payload/c: not text that PostgreSQL can hold',
    ],
    ['half a surrogate pair', { payload: { 'a/b': '\ud83d' } }, '/payload/a~1b: not text that PostgreSQL can hold'],
    ['a NUL in the time', { time: '2026\0' }, '/time: not text that PostgreSQL can hold'],
    ['a NUL in the key', { system_key: 'a\0' }, '/system_key: not text that PostgreSQL can hold'],
    ['a day before the first year', { day: '0000-01-01' }, '/day: there is no year 0'],
  ])('refuses %s, and says where but not what', (_, given, detail) => {
    expect(toRow(anObservation(given))).toEqual({ dead: { kind: 'dead', reason: 'store_rejected', detail } });
  });

  it('refuses a payload that is nested deeper than it can be written down', () => {
    let nested: unknown[] = [];
    for (let depth = 0; depth < 50_000; depth += 1) nested = [nested];
    const detail = '/payload: nested too deeply';
    expect(toRow({ ...sample, payload: { nested } })).toEqual({
      dead: { kind: 'dead', reason: 'store_rejected', detail },
    });
  });

  it('throws where the payload is no JSON, which is a bug and no property of the data', () => {
    expect(() => toRow({ ...sample, payload: { n: 1n } })).toThrow(TypeError);
  });

  it.each([
    ['a whole surrogate pair', '😀'],
    ['a backslash before u0000', '\\u0000'],
    ['a backslash before a surrogate’s number', '\\ud83d'],
    ['other control characters', '\u0001\t\n'],
  ])('takes %s', (_, text) => {
    const made = toRow(anObservation({ payload: { text } }));
    expect('row' in made && JSON.parse(made.row.payload)).toEqual({ text });
  });
});
