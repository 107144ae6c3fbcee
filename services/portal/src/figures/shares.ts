import type { Share } from '@heliograph/schema';
import { type FigureSeries, figureValue, newestFigure } from './figure-series.ts';
import type { Level } from './range.ts';

/** How many values a chart shows, on the page of a source and on that of a figure; the others are drawn as one. */
export const MAX_VALUES = { small: 8, large: 16 } as const;

const numerically = new Intl.Collator('en', { numeric: true });

/** Oldest first: 3.9 before 3.21, 15-SP2 before 15-SP10. */
export const byVersion = (a: string, b: string): number => numerically.compare(a, b);

/** The partition of one key at one level; undefined if there is none or nothing is published of it. */
export function findShare(
  figure: FigureSeries['figures'][number],
  key: string | null,
  level: string | null,
): Share | undefined {
  return figureValue('share', figure)?.shares.find((share) => share.key === key && share.level === level);
}

/** The level to show: the one that was chosen if there is such a one, else the coarsest. */
export function chooseLevel(levels: readonly Level[] | undefined, chosen: Level | undefined): Level | null {
  if (levels === undefined) return null;
  return levels.find((level) => level === chosen) ?? levels.toSorted()[0] ?? null;
}

/**
 * The values that a chart shows, at most `max` of them: half of these places are for the most frequent ones of the newest
 * figure, the others for those that ever had the largest parts. Largest first.
 */
export function largestValues(shares: readonly (Share | undefined)[], max: number): string[] {
  const largest = new Map<string, number>();
  for (const share of shares)
    for (const { value, systems } of share?.values ?? [])
      largest.set(value, Math.max(largest.get(value) ?? 0, systems / Math.max(1, share?.systems ?? 0)));
  const everBySize = largestFirst(largest);
  const now = shares.findLast((share) => share !== undefined)?.values ?? [];
  const newest = now.slice(0, Math.ceil(max / 2)).map(({ value }) => value);
  const shown = new Set([...new Set([...newest, ...everBySize])].slice(0, max));
  return everBySize.filter((value) => shown.has(value));
}

/** Versions and numbers from the lowest up; any others as they are. */
export function sortVersions(values: readonly string[]): readonly string[] {
  return values.every((value) => /^\d/.test(value)) ? values.toSorted(byVersion) : values;
}

/** How many systems have each of some values, and how many have any other; undefined if nothing is published. */
export function countValues(share: Share | undefined, values: readonly string[]): number[] | undefined {
  if (share === undefined) return undefined;
  const counts = new Map(share.values.map(({ value, systems }) => [value, systems]));
  const shown = values.map((value) => counts.get(value) ?? 0);
  return [...shown, Math.max(0, share.systems - shown.reduce((sum, n) => sum + n, 0))];
}

/** The keys of a map, or members of a list, that ever were the most frequent; at most `max` of them. */
export function largestKeys(series: FigureSeries, max: number): string[] {
  const largest = new Map<string, number>();
  for (const figure of series.figures)
    for (const { key, systems } of figureValue('share', figure)?.shares ?? [])
      if (key !== null) largest.set(key, Math.max(largest.get(key) ?? 0, systems));
  return largestFirst(largest).slice(0, max);
}

/** The names by their numbers; equal ones by name, so that a page is the same each time. */
export function largestFirst(numbers: ReadonlyMap<string, number>): string[] {
  return [...numbers].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name]) => name);
}

/** Whether a figure is about several things at once: keys of a map, or members of a list. */
export function hasKeys(series: FigureSeries): boolean {
  return (figureValue('share', newestFigure(series))?.shares ?? []).some(({ key }) => key !== null);
}
