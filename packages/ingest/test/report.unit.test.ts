import { createRegister } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { createIngest } from '../src/ingest.ts';
import { type DecodedReport, NO_CONTEXT } from '../src/report.ts';
import { sha256 } from './sha256.ts';

const NOW = '2026-11-21T12:00:00.000Z';
const nowMs = Date.parse(NOW);
const fleet = { each_element: true, system_id: '/host/id', time: '/at', late_window: '2d' };
const register = createRegister([aDefinition(), aDefinition({ application: 'fleet', record: fleet })]);
const newId = () => '01890000-0000-7000-8000-000000000001';
const ingest = createIngest({ register, maxRecords: 600, hash: sha256, newId });

describe('a report of another protocol', () => {
  const report = { application: 'fleet', telemetry_type: 'status', context: NO_CONTEXT };
  const errorsOf = (...reports: DecodedReport[]) => {
    const outcome = ingest(reports, nowMs);
    if ('refused' in outcome) throw new Error(outcome.refused);
    return outcome.results.map((result) => (result.status === 'rejected' ? result.error : result.records));
  };

  it('counts for the time of receipt if neither it nor its record has a time', () => {
    const at = '2026-11-21T10:00:00Z';
    const payload = [{ host: { id: 'a' }, at }, { host: { id: 'b' } }];
    expect(errorsOf({ pointer: '', report: { ...report, payload } })).toStrictEqual([2]);
    const outcome = ingest([{ pointer: '', report: { ...report, payload } }], nowMs);
    expect('records' in outcome && outcome.records.map(({ raw }) => raw.time)).toEqual([at, NOW]);
    const empty = { ...report, application: 'example', time: null, payload: { id: 'a' } };
    expect(errorsOf({ pointer: '', report: empty })).toMatchObject([{ code: 'invalid_time', pointer: '/time' }]);
  });

  it('has an id that follows from its key, its application and its type', () => {
    const idOf = (key: string, application = 'example') => {
      const outcome = ingest([{ pointer: '', report: { ...report, application, key, payload: { id: 'a' } } }], nowMs);
      return 'results' in outcome ? outcome.results[0]?.id : undefined;
    };
    expect(idOf('a')).toBe(idOf('a'));
    expect(new Set([idOf('a'), idOf('b'), idOf('a', 'other')]).size).toBe(3);
  });

  it('is of the system of its context where its record names none, and its record names it then', () => {
    const recordOf = (application: string, payload: object) => {
      const keyless = { ...report, application, payload, context: { system_id: 'b' } };
      const outcome = ingest([{ pointer: '', report: keyless }], nowMs);
      return 'records' in outcome ? outcome.records[0]?.raw : undefined;
    };
    for (const payload of [{}, { id: null }])
      expect(recordOf('example', payload)).toMatchObject({ system_id: 'b', payload: { id: 'b' } });
    expect(recordOf('example', { id: 'a' })).toMatchObject({ system_id: 'a', payload: { id: 'a' } });
    for (const host of [undefined, 7, []])
      expect(recordOf('fleet', [{ host, x: 1 }])?.payload).toEqual({ host: { id: 'b' }, x: 1 });
    expect(recordOf('fleet', [{ host: { y: 2 } }])?.payload).toEqual({ host: { id: 'b', y: 2 } });
  });

  it('is rejected at its place in the body, be it by the protocol or by its content', () => {
    const rejection = { code: 'invalid_payload', pointer: '/value' } as const;
    const unknown = { ...report, application: 'else', time: NOW, payload: {} };
    expect(errorsOf({ pointer: '/logs/0', rejection }, { pointer: '/logs/1', report: unknown })).toMatchObject([
      { code: 'invalid_payload', pointer: '/logs/0/value' },
      { code: 'unknown_application', pointer: '/logs/1/application' },
    ]);
  });

  it('has a context that is as safe as its payload', () => {
    const context = { attributes: { id: Number.POSITIVE_INFINITY } };
    expect(errorsOf({ pointer: '', report: { ...report, time: NOW, context, payload: {} } })).toMatchObject([
      { code: 'number_out_of_range', pointer: '' },
    ]);
  });
});
