import { Observation, RawRecord, SystemId } from '@heliograph/schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPayloads, observations, rawRecords, systemIds } from '../src/index.ts';

describe('arbitraries', () => {
  it('give values that their schemas take', () => {
    fc.assert(
      fc.property(rawRecords(), observations(), systemIds(), (raw, observation, id) => {
        expect(RawRecord.safeParse(raw).success).toBe(true);
        expect(Observation.safeParse(observation).success).toBe(true);
        expect(SystemId.safeParse(id).success).toBe(true);
      }),
    );
  });

  it('give payloads that survive JSON, awkward keys included', () => {
    const sample = fc.sample(jsonPayloads(), { numRuns: 200, seed: 1 });
    for (const payload of sample)
      expect(Object.keys(JSON.parse(JSON.stringify(payload)))).toEqual(Object.keys(payload));
    expect(sample.some((payload) => Object.hasOwn(payload, '__proto__'))).toBe(true);
  });

  it('make records meet: few systems, few ids', () => {
    const sample = fc.sample(observations({ systems: 2, ids: 3 }), { numRuns: 100, seed: 1 });
    expect(new Set(sample.map((record) => record.system_key)).size).toBe(2);
    expect(new Set(sample.map((record) => record.id)).size).toBe(3);
  });
});
