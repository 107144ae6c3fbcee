import { createHash } from 'node:crypto';
import type { DedupKey } from '@heliograph/schema';
import { propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeenKeys } from '../src/memory.ts';

const toKey = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url') as DedupKey;
const numbered = (n: number) => toKey(createHash('sha256').update(String(n)).digest().subarray(0, 16));
const days = ['2026-11-20', '2026-11-21', '2026-11-22'] as const;

/** Keys that differ in one place only, the key of zeros among them. */
const keys = fc
  .record({ place: fc.nat({ max: 15 }), byte: fc.constantFrom(0, 1, 255) })
  .map(({ place, byte }) => toKey(new Uint8Array(16).fill(byte, place, place + 1)));

/** What every adapter of SeenKeys has to fulfil. */
export function seenKeysContract(name: string, create: () => SeenKeys): void {
  describe(`${name} as SeenKeys`, () => {
    it('has what was added, until the day it expires', () => {
      const seen = create();
      seen.add([numbered(1)], '2026-11-21');
      seen.add([numbered(2)], '2026-11-22');
      seen.expire('2026-11-20');
      expect([numbered(1), numbered(2), numbered(3)].map(seen.has)).toStrictEqual([true, true, false]);
      seen.expire('2026-11-21');
      expect([numbered(1), numbered(2)].map(seen.has)).toStrictEqual([false, true]);
      seen.expire('2027-01-01');
      expect(seen.has(numbered(2))).toBe(false);
      expect(seen.size).toBe(0);
    });

    it('counts a key once that was added twice', () => {
      const seen = create();
      seen.add([numbered(1), numbered(1)], '2026-11-21');
      seen.add([numbered(1)], '2026-11-21');
      expect(seen.size).toBe(1);
    });

    it('keeps apart a great many keys', () => {
      const seen = create();
      const many = Array.from({ length: 20_000 }, (_, n) => numbered(n));
      seen.add(many, '2026-11-21');
      expect(seen.size).toBe(20_000);
      expect(many.every(seen.has)).toBe(true);
      expect(Array.from({ length: 20_000 }, (_, n) => numbered(-1 - n)).some(seen.has)).toBe(false);
    });

    it('does what a plain set for each day does', () => {
      const step = fc.oneof(
        {
          weight: 4,
          arbitrary: fc.record({ add: fc.array(keys, { maxLength: 5 }), expires: fc.constantFrom(...days) }),
        },
        { weight: 1, arbitrary: fc.record({ today: fc.constantFrom(...days) }) },
      );
      fc.assert(
        fc.property(fc.array(step, { maxLength: 20 }), keys, (steps, other) => {
          const seen = create();
          const model = new Map<string, Set<DedupKey>>(days.map((day) => [day, new Set()]));
          for (const change of steps) {
            if ('today' in change) {
              seen.expire(change.today);
              for (const [day, set] of model) if (day <= change.today) set.clear();
            } else {
              seen.add(change.add, change.expires);
              for (const key of change.add) model.get(change.expires)?.add(key);
            }
            const all = [...model.values()];
            const asked = [other, ...steps.flatMap((s) => ('add' in s ? s.add : []))];
            expect(asked.map(seen.has)).toStrictEqual(asked.map((key) => all.some((set) => set.has(key))));
            expect(seen.size).toBe(all.reduce((sum, set) => sum + set.size, 0));
          }
        }),
      );
    });

    it('does what a map does, over a hundred thousand operations', () => {
      const pool = Array.from({ length: 20_000 }, (_, n) => numbered(n));
      fc.assert(
        fc.property(fc.integer(), (seed) => {
          const random = randomFrom(seed);
          const seen = create();
          const model = new Map<DedupKey, Set<string>>();
          let [wrong, today] = [0, 0];
          for (let n = 0; n < 100_000; n += 1) {
            const key = pool[random(pool.length)];
            if (key === undefined) throw new Error('the pool is empty');
            const act = random(10_000);
            if (act < 5) {
              today += 1;
              seen.expire(dayOf(today));
              for (const [known, expiries] of model) {
                for (const expires of expiries) if (expires <= dayOf(today)) expiries.delete(expires);
                if (expiries.size === 0) model.delete(known);
              }
            } else if (act < 5000) {
              const expires = dayOf(today + 1 + random(6));
              seen.add([key], expires);
              model.set(key, (model.get(key) ?? new Set()).add(expires));
            } else if (seen.has(key) !== model.has(key)) wrong += 1;
          }
          expect(wrong).toBe(0);
          expect(seen.size).toBe(model.values().reduce((sum, expiries) => sum + expiries.size, 0));
          expect(pool.filter(seen.has)).toEqual(pool.filter((key) => model.has(key)));
        }),
        { numRuns: propertyRuns(1) },
      );
    });
  });
}

const dayOf = (n: number) => new Date(Date.UTC(2026, 10, 20 + n)).toISOString().slice(0, 10);

/** Integers below a bound, by the mulberry32 generator: drawing each from fast-check would take longer than the test. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
