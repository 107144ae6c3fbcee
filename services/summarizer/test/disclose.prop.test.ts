import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bucket, type Count, discloseHistogram, discloseShare, merge } from '../src/disclose.ts';
import { shorten } from '../src/version.ts';

const versions = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }), fc.constantFrom('.0', '.1', '.1.dev', '', '-rc1'))
  .map(([major, minor, rest]) => `${major}.${minor}${rest}`);
const counts: fc.Arbitrary<Count[]> = fc.uniqueArray(
  fc.record({ value: versions, systems: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 500 })) }),
  { selector: ({ value }) => value, maxLength: 25 },
);
const minimums = fc.integer({ min: 1, max: 20 });
const total = (list: readonly { systems: number }[]) => list.reduce((n, { systems }) => n + systems, 0);

describe('a share', () => {
  it('shows no number between one system and the minimum, and loses no system', () => {
    const property = fc.property(counts, minimums, (given, minimum) => {
      const share = discloseShare(given, minimum);
      // Too few systems in all, and only then, say nothing.
      expect(share === undefined).toBe(total(given) < minimum);
      if (share === undefined) return;
      expect(share.systems).toBe(total(given));
      expect(total(share.values) + share.other).toBe(share.systems);
      for (const { systems } of share.values) expect(systems).toBeGreaterThanOrEqual(minimum);
      if (share.other !== 0) expect(share.other).toBeGreaterThanOrEqual(minimum);
    });
    fc.assert(property, { numRuns: 1000, examples: [[[], 1]] });
  });

  it('shows real values with their real counts, most frequent first', () => {
    const property = fc.property(counts, minimums, (given, minimum) => {
      const values = discloseShare(given, minimum)?.values ?? [];
      for (const shown of values) expect(given).toContainEqual(shown);
      expect(values.map(({ systems }) => systems)).toEqual(
        values.map(({ systems }) => systems).toSorted((a, b) => b - a),
      );
    });
    fc.assert(property);
  });

  it('hides no more than it must: what is hidden without being rare is needed to hide the rare', () => {
    const property = fc.property(counts, minimums, (given, minimum) => {
      const share = discloseShare(given, minimum);
      fc.pre(share !== undefined);
      const shown = new Set(share?.values.map(({ value }) => value));
      const hidden = given.filter(({ value }) => !shown.has(value)).toSorted((a, b) => a.systems - b.systems);
      const last = hidden.at(-1);
      if (last !== undefined && last.systems >= minimum) expect(total(hidden) - last.systems).toBeLessThan(minimum);
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it('does not depend on the order of the counts', () => {
    const shuffled = counts.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, minimums, ([one, other], minimum) => {
        expect(discloseShare(other, minimum)).toEqual(discloseShare(one, minimum));
      }),
    );
  });

  it('gives away nothing by the difference between a version and its patch versions', () => {
    const xy = (version: string) => shorten(version, 'x.y');
    const xyz = (version: string) => shorten(version, 'x.y.z');
    const property = fc.property(counts, minimums, (given, minimum) => {
      const coarse = discloseShare(merge(given, xy), minimum);
      const fine = discloseShare(merge(given, xyz), minimum, [xy]);
      expect(fine?.systems).toBe(coarse?.systems);
      if (fine === undefined || coarse === undefined) return;
      expect(total(fine.values) + fine.other).toBe(fine.systems);
      if (fine.other !== 0) expect(fine.other).toBeGreaterThanOrEqual(minimum);
      for (const { systems } of fine.values) expect(systems).toBeGreaterThanOrEqual(minimum);
      const parents = new Map(coarse.values.map(({ value, systems }) => [value, systems]));
      for (const { value, systems } of fine.values) {
        expect(parents.has(xy(value))).toBe(true);
        parents.set(xy(value), (parents.get(xy(value)) ?? 0) - systems);
      }
      for (const rest of parents.values()) expect(rest === 0 || rest >= minimum).toBe(true);
    });
    fc.assert(property, { numRuns: 1000 });
  });
});

describe('a histogram', () => {
  const histograms: fc.Arbitrary<Bucket[]> = fc
    .uniqueArray(fc.nat({ max: 20 }), { minLength: 1, maxLength: 12 })
    .chain((exponents) =>
      fc.tuple(
        ...exponents
          .toSorted((a, b) => a - b)
          .map((e) => fc.integer({ min: 1, max: 40 }).map((systems) => ({ from: 2 ** e, to: 2 ** (e + 1), systems }))),
      ),
    );

  it('has no bucket below the minimum, no overlap and all systems', () => {
    const property = fc.property(histograms, minimums, (given, minimum) => {
      fc.pre(total(given) >= minimum);
      const wide = discloseHistogram(given, minimum);
      expect(total(wide)).toBe(total(given));
      for (const { systems } of wide) expect(systems).toBeGreaterThanOrEqual(minimum);
      for (const [i, { from }] of wide.entries()) if (i > 0) expect(from).toBeGreaterThanOrEqual(wide[i - 1]?.to ?? 0);
      expect([wide[0]?.from, wide.at(-1)?.to]).toEqual([given[0]?.from, given.at(-1)?.to]);
    });
    fc.assert(property, { numRuns: 1000 });
  });
});
