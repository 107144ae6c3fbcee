import type { Share } from '@heliograph/schema';
import type { Level } from './range.ts';
import { newest, said, type Track } from './timeline.ts';
import { byVersion } from './version-order.ts';

/** How many values a chart tells apart, on the page of a source and on that of a figure; the rest is drawn as one. */
export const MOST_SERIES = { small: 8, large: 16 } as const;

/** The partition of one key at one level; undefined where there is none, or nothing is said. */
export function shareAt(figure: Track['figures'][number], key: string | null, level: string | null): Share | undefined {
  return said('share', figure)?.shares.find((share) => share.key === key && share.level === level);
}

/** The level to show: the one asked for where there is such a one, else the coarsest. */
export function levelOf(levels: readonly Level[] | undefined, wanted: Level | undefined): Level | null {
  if (levels === undefined) return null;
  return levels.find((level) => level === wanted) ?? levels.toSorted()[0] ?? null;
}

/**
 * The values that a chart tells apart, at most `most` of them: half of these places are for the most frequent ones of the newest
 * figure, the others for those that ever had the largest parts. Largest first.
 */
export function largestValues(shares: readonly (Share | undefined)[], most: number): string[] {
  const largest = new Map<string, number>();
  for (const share of shares)
    for (const { value, systems } of share?.values ?? [])
      largest.set(value, Math.max(largest.get(value) ?? 0, systems / Math.max(1, share?.systems ?? 0)));
  const everBySize = [...largest.keys()].toSorted(
    (a, b) => (largest.get(b) ?? 0) - (largest.get(a) ?? 0) || (a < b ? -1 : 1),
  );
  const now = shares.findLast((share) => share !== undefined)?.values ?? [];
  const newest = now.slice(0, Math.ceil(most / 2)).map(({ value }) => value);
  const shown = new Set([...new Set([...newest, ...everBySize])].slice(0, most));
  return everBySize.filter((value) => shown.has(value));
}

/** Versions and numbers from the lowest up; anything else as it is. */
export function inOrder(values: readonly string[]): readonly string[] {
  return values.every((value) => /^\d/.test(value)) ? values.toSorted(byVersion) : values;
}

/** How many systems have each of some values, and how many have any other; undefined where nothing is said. */
export function countsOf(share: Share | undefined, values: readonly string[]): number[] | undefined {
  if (share === undefined) return undefined;
  const counts = new Map(share.values.map(({ value, systems }) => [value, systems]));
  const shown = values.map((value) => counts.get(value) ?? 0);
  return [...shown, Math.max(0, share.systems - shown.reduce((sum, n) => sum + n, 0))];
}

/** The keys of a map, or members of a list, that ever were the most frequent; at most `most` of them. */
export function largestKeys(track: Track, most: number): string[] {
  const largest = new Map<string, number>();
  for (const figure of track.figures)
    for (const { key, systems } of said('share', figure)?.shares ?? [])
      if (key !== null) largest.set(key, Math.max(largest.get(key) ?? 0, systems));
  return [...largest]
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([key]) => key);
}

/** Whether a figure is about several things at once: keys of a map, or members of a list. */
export function isKeyed(track: Track): boolean {
  return (said('share', newest(track))?.shares ?? []).some(({ key }) => key !== null);
}
