import type { Bucket, Share, ValueCount } from '@heliograph/schema';

/** A value and how large its part is, in any unit. */
export interface Weighted {
  readonly value: string;
  readonly weight: number;
}

/** Parts of whole systems that add up to `total`, by largest remainder. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (sum === 0 ? 0 : (total * weight) / sum));
  const parts = exact.map(Math.floor);
  let left = sum === 0 ? 0 : total - parts.reduce((a, b) => a + b, 0);
  const byRemainder = exact.map((value, i) => ({ i, rest: value % 1 })).toSorted((a, b) => b.rest - a.rest);
  for (const { i } of byRemainder) {
    if (left === 0) break;
    parts[i] = (parts[i] ?? 0) + 1;
    left -= 1;
  }
  return parts;
}

/** The values that may be shown, and how many systems the others have; no group of `fewest` systems or fewer is told. */
export function shown(counts: readonly ValueCount[], fewest: number): { values: ValueCount[]; other: number } {
  const values = counts.filter(({ systems }) => systems > fewest).toSorted((a, b) => b.systems - a.systems);
  let other = counts.filter(({ systems }) => systems <= fewest).reduce((sum, { systems }) => sum + systems, 0);
  while (other > 0 && other <= fewest) {
    const joins = values.pop();
    if (joins === undefined) return { values: [], other };
    other += joins.systems;
  }
  return { values, other };
}

export interface ShareParts {
  readonly key?: string | null;
  readonly level?: Share['level'];
  readonly weighted: readonly Weighted[];
  /** Systems with a value, and without one. */
  readonly systems: number;
  readonly absent: number;
}

/** One share; undefined where there are too few systems with a value. */
export function shareOf(parts: ShareParts, fewest: number): Share | undefined {
  const { key = null, level = null, weighted, systems, absent } = parts;
  if (systems <= fewest) return undefined;
  const counts = apportion(
    systems,
    weighted.map(({ weight }) => weight),
  );
  const told = shown(
    weighted.map(({ value }, i) => ({ value, systems: counts[i] ?? 0 })),
    fewest,
  );
  const hidden = absent > 0 && absent <= fewest;
  return {
    key,
    level,
    systems: hidden ? systems + absent : systems,
    values: told.values,
    other: told.other + (hidden ? absent : 0),
    absent: hidden ? null : absent,
  };
}

/** Buckets by powers of two of which each has enough systems; those of too few join the one before. */
export function bucketsOf(counts: readonly Bucket[], fewest: number): Bucket[] {
  const joined: Bucket[] = [];
  for (const bucket of counts) {
    const last = joined.at(-1);
    if (last !== undefined && (last.systems <= fewest || bucket.systems <= fewest))
      joined[joined.length - 1] = { from: last.from, to: bucket.to, systems: last.systems + bucket.systems };
    else joined.push({ ...bucket });
  }
  return joined.filter(({ systems }) => systems > fewest);
}
