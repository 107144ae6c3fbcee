import { propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disclose, sum } from '../../src/summaries/disclosure/disclose.ts';
import { disclosePartition } from '../../src/summaries/disclosure/partition.ts';
import { isSafe } from '../../src/summaries/disclosure/threshold.ts';
import { discloseCross } from '../../src/summaries/kinds/cross/disclose.ts';
import type { Cell } from '../../src/summaries/kinds/cross/shape.ts';
import { shortenVersion as shorten } from '../../src/version.ts';

interface Count {
  readonly value: string;
  readonly systems: number;
}

const versions = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }), fc.constantFrom('.0', '.1', '.1.dev', '', '-rc1'))
  .map(([major, minor, rest]) => `${major}.${minor}${rest}`);
const counts: fc.Arbitrary<Count[]> = fc.uniqueArray(
  fc.record({ value: versions, systems: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 500 })) }),
  { selector: ({ value }) => value, maxLength: 25 },
);
const thresholds = fc.integer({ min: 2, max: 20 });
const xy = ({ value }: Count) => shorten(value, 'x.y');
const names = (groups: readonly Count[]) => new Set(groups.map(({ value }) => value));

describe('groups with nobody in common', () => {
  it('are shown from the threshold on, and those that are hidden are nobody or enough', () => {
    const property = fc.property(counts, thresholds, fc.nat({ max: 30 }), (groups, threshold, absent) => {
      const of = sum(groups) + absent;
      const told = disclosePartition({ groups, of }, threshold);
      for (const { systems } of told.shown) expect(systems).toBeGreaterThanOrEqual(threshold);
      expect(sum(told.shown) + told.other + (told.absent ?? 0)).toBe(of);
      if (of >= threshold) expect(isSafe(told.other, threshold)).toBe(true);
      expect(told.absent === null || isSafe(told.absent, threshold)).toBe(true);
    });
    fc.assert(property, { numRuns: propertyRuns(400) });
  });

  it('are hidden within each parent that is shown as if it were all', () => {
    const property = fc.property(counts, thresholds, (groups, threshold) => {
      const shown = disclose(groups, threshold, [xy]);
      const parents = Map.groupBy(groups, xy);
      const families = [...parents.values()].map((members) => ({ members, systems: sum(members) }));
      for (const { members } of disclose(families, threshold)) {
        const hidden = members.filter((member) => !shown.includes(member));
        expect(isSafe(sum(hidden), threshold)).toBe(true);
      }
      for (const one of shown)
        expect(disclose(families, threshold).some(({ members }) => members.includes(one))).toBe(true);
    });
    fc.assert(property, { numRuns: propertyRuns(400) });
  });

  it('are hidden no more than they must be: what is hidden without being small is as small as what is needed', () => {
    const property = fc.property(counts, thresholds, (groups, threshold) => {
      const shown = names(disclose(groups, threshold));
      const hidden = groups.filter(({ value }) => !shown.has(value));
      const largest = Math.max(0, ...hidden.map(({ systems }) => systems));
      if (largest >= threshold) expect(sum(hidden.filter(({ systems }) => systems < largest))).toBeLessThan(threshold);
    });
    fc.assert(property, { numRuns: propertyRuns(400) });
  });

  it('do not depend on their order', () => {
    const shuffled = counts.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    const property = fc.property(shuffled, thresholds, ([one, other], threshold) => {
      expect(names(disclose(other, threshold, [xy]))).toEqual(names(disclose(one, threshold, [xy])));
    });
    fc.assert(property);
  });

  it('that more protect are no more than those that fewer do', () => {
    const property = fc.property(counts, thresholds, (groups, threshold) => {
      const fewer = names(disclose(groups, threshold + 1));
      expect(fewer.difference(names(disclose(groups, threshold))).size).toBe(0);
    });
    fc.assert(property, { numRuns: propertyRuns(400) });
  });

  // The proof of docs/summaries.md stands on this.
  it('that are shown before and after a system came are the same, or those of the one are among those of the other', () => {
    const neighbours = counts
      .filter((list) => list.length > 0)
      .chain((list) => fc.tuple(fc.constant(list), fc.nat({ max: list.length - 1 })));
    const property = fc.property(neighbours, thresholds, fc.boolean(), ([before, came], threshold, nested) => {
      const after = before.map((one, i) => (i === came ? { ...one, systems: one.systems + 1 } : one));
      const parents = nested ? [xy] : [];
      const [a, b] = [names(disclose(before, threshold, parents)), names(disclose(after, threshold, parents))];
      expect(a.isSubsetOf(b) || b.isSubsetOf(a)).toBe(true);
    });
    fc.assert(property, { numRuns: propertyRuns(1000) });
  });
});

describe('a cross', () => {
  const value = fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: null });
  const cells: fc.Arbitrary<Cell[]> = fc.uniqueArray(
    fc.record({ row: value, column: value, systems: fc.integer({ min: 1, max: 60 }) }),
    { selector: ({ row, column }) => `${row} ${column}`, maxLength: 24 },
  );

  it('adds up, and none of its cells, nor what is left of a row or a column, is too few', () => {
    const property = fc.property(cells, thresholds, fc.nat({ max: 40 }), (given, threshold, neither) => {
      const some = given.filter(({ row, column }) => row !== null || column !== null);
      const of = sum(some) + neither;
      const counted = { kind: 'cross', name: 'c', row_level: null, column_level: null, cells: some } as const;
      const told = discloseCross(counted, of, threshold);
      if (told === undefined) return;
      expect(sum(told.rows) + told.other).toBe(of);
      expect(isSafe(told.other, threshold)).toBe(true);
      const shown = told.rows.flatMap((row) => row.cells);
      for (const row of told.rows) {
        expect(sum(row.cells) + row.other).toBe(row.systems);
        for (const n of [row.other, ...row.cells.map(({ systems }) => systems)])
          expect(isSafe(n, threshold)).toBe(true);
      }
      for (const [column, ofColumn] of Map.groupBy(some, (cell) => cell.column)) {
        const seen = shown.filter((cell) => cell.value === column);
        if (seen.length > 0) expect(isSafe(sum(ofColumn) - sum(seen), threshold)).toBe(true);
      }
    });
    fc.assert(property, { numRuns: propertyRuns(400) });
  });
});
