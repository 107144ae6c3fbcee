import { anObservation, aRawRecord, aSystemRequest } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { createErasureLog } from '../src/replay/erased.ts';

const AT = '2026-11-21T10:00:00.000Z';
const record = (value: unknown) => ({ value: Buffer.from(JSON.stringify(value)) });
const letter = (given: object = {}) => record(anObservation({ observed_at: AT, system_key: 's1', ...given }));

function erasedBy(...requests: object[]) {
  const log = createErasureLog();
  for (const given of requests)
    log.add(record(aSystemRequest({ received_at: AT, system_keys: ['s1', 'id-1'], ...given })));
  return log.erased();
}

describe('a letter is about what was erased', () => {
  it.each<[string, boolean, { value: Buffer | null }, object]>([
    ['received at its moment', true, letter(), {}],
    ['received a millisecond later', false, letter({ received_at: '2026-11-21T10:00:00.001Z' }), {}],
    ['of another system', false, letter({ system_key: 's2' }), {}],
    ['of another application', false, letter({ application: 'pulp' }), {}],
    ['of the one type', true, letter(), { telemetry_type: 'host_telemetry' }],
    ['of another type', false, letter(), { telemetry_type: 'other' }],
    ['from before the sanitizer, its id kept', true, record(aRawRecord({ observed_at: AT, system_id: 'id-1' })), {}],
    ['from before the sanitizer, its id hashed', false, record(aRawRecord({ observed_at: AT, system_id: 'x' })), {}],
    ['and not JSON', false, { value: Buffer.from('{') }, {}],
    ['and empty', false, { value: null }, {}],
  ])('%s: %s', (_, expected, one, request) => {
    expect(erasedBy(request).concerns(one)).toBe(expected);
  });

  it('by the latest of several erasures, in whatever order they stand', () => {
    const later = '2026-11-21T11:00:00.000Z';
    const between = letter({ received_at: '2026-11-21T10:30:00.000Z' });
    expect(erasedBy({ received_at: later }, {}).concerns(between)).toBe(true);
    expect(erasedBy({}, { received_at: later }).concerns(between)).toBe(true);
    expect(erasedBy({ telemetry_type: 'host_telemetry', received_at: later }, {}).concerns(between)).toBe(true);
  });

  it('and never by no erasure', () => {
    expect(erasedBy().concerns(letter({ received_at: '1970-01-01T00:00:00.000Z' }))).toBe(false);
  });
});

it('is not told from a record of erasures that has a gap', () => {
  const log = createErasureLog();
  log.add({ value: Buffer.from('{}') });
  expect(() => log.erased()).toThrow('cannot be read');
});
