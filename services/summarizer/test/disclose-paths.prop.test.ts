import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disclosePaths, type PathCount } from '../src/disclose-paths.ts';

/** Which paths each system sent: none sent nothing. */
const crowds: fc.Arbitrary<string[][]> = fc.array(
  fc.uniqueArray(fc.constantFrom('/a', '/b', '/c', '/d', '/e', '/f', '/g'), { minLength: 1, maxLength: 4 }),
  { minLength: 1, maxLength: 60 },
);
const minimums = fc.integer({ min: 1, max: 12 });

/** What the store counts, worked out from the systems one by one. */
function counted(systems: readonly (readonly string[])[]): PathCount[] {
  const senders = new Map<string, number>();
  for (const path of systems.flat()) senders.set(path, (senders.get(path) ?? 0) + 1);
  const ranked = [...senders].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const rank = new Map(ranked.map(([path], i) => [path, i]));
  const ranksOf = (paths: readonly string[]) => paths.map((path) => rank.get(path) ?? -1);
  return ranked.map(([value, n], i) => ({
    value,
    systems: n,
    mostCommon: systems.filter((paths) => Math.min(...ranksOf(paths)) === i).length,
    leastCommon: systems.filter((paths) => Math.max(...ranksOf(paths)) === i).length,
  }));
}

const disclosed = (systems: readonly (readonly string[])[], minimum: number) =>
  disclosePaths(counted(systems), systems.length, minimum);
const enough = fc.tuple(crowds, minimums).filter(([systems, minimum]) => systems.length >= minimum);

describe('the paths that are shown', () => {
  it('leave no group of systems between one and the minimum', () => {
    fc.assert(
      fc.property(enough, ([systems, minimum]) => {
        const { values, other } = disclosed(systems, minimum);
        const shown = new Set(values.map(({ value }) => value));
        for (const { value, systems: n } of values) {
          expect(n).toBe(systems.filter((paths) => paths.includes(value)).length);
          expect(n).toBeGreaterThanOrEqual(minimum);
        }
        expect(other).toBe(systems.filter((paths) => paths.some((path) => !shown.has(path))).length);
        const sentNoOther = systems.filter((paths) => paths.every((path) => !shown.has(path))).length;
        for (const group of [other, sentNoOther]) expect(group === 0 || group >= minimum).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('are all that may be shown: one more would leave such a group', () => {
    fc.assert(
      fc.property(enough, ([systems, minimum]) => {
        const counts = counted(systems);
        const { values } = disclosed(systems, minimum);
        const next = counts[values.length];
        if (next === undefined || next.systems < minimum) return;
        const shown = new Set(counts.slice(0, values.length + 1).map(({ value }) => value));
        const groups = [
          systems.filter((paths) => paths.some((path) => !shown.has(path))).length,
          systems.filter((paths) => paths.every((path) => !shown.has(path))).length,
        ];
        expect(groups.some((group) => group > 0 && group < minimum)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('may be cut off anywhere: what is not looked at is hidden', () => {
    fc.assert(
      fc.property(enough, fc.nat({ max: 7 }), ([systems, minimum], most) => {
        const { values, other } = disclosePaths(counted(systems).slice(0, most), systems.length, minimum);
        expect(values.length).toBeLessThanOrEqual(most);
        const shown = new Set(values.map(({ value }) => value));
        expect(other).toBe(systems.filter((paths) => paths.some((path) => !shown.has(path))).length);
        expect(other === 0 || other >= minimum).toBe(true);
      }),
    );
  });
});
