import type { Count } from './disclose.ts';

/** How many systems sent something at a path. A system may have sent something at several. */
export interface PathCount extends Count {
  /** Of how many of them no path of theirs was sent by more systems. */
  readonly mostCommon: number;
  /** Of how many of them no path of theirs was sent by fewer systems. */
  readonly leastCommon: number;
}

export interface Paths {
  /** Most frequent first; none was sent by fewer systems than the minimum. */
  readonly values: readonly Count[];
  /** The systems that sent a path which is not shown, whatever else they sent: none, or at least the minimum. */
  readonly other: number;
}

/**
 * Which of the paths that `systems` systems sent may be shown. Unlike the values of a share they overlap, so that there are
 * two groups that could be too small: the systems that sent a path which is not shown (`other`), and those that sent no other
 * (what the sum of those shown may fall short of `systems` by). While one of them is, the next smallest path is hidden.
 *
 * Takes the most frequent paths, in the order by which `mostCommon` and `leastCommon` were counted, and at least `minimum`
 * systems in all.
 */
export function disclosePaths(counts: readonly PathCount[], systems: number, minimum: number): Paths {
  const rest = (shown: readonly PathCount[], of: 'mostCommon' | 'leastCommon') =>
    systems - shown.reduce((n, count) => n + count[of], 0);
  const isSafe = (group: number) => group === 0 || group >= minimum;
  const rare = counts.findIndex((count) => count.systems < minimum);
  const shown = counts.slice(0, rare === -1 ? counts.length : rare);
  while (!isSafe(rest(shown, 'leastCommon')) || !isSafe(rest(shown, 'mostCommon'))) shown.pop();
  return { values: shown.map(({ value, systems: n }) => ({ value, systems: n })), other: rest(shown, 'leastCommon') };
}
