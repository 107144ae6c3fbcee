import type { PublishedFigure, Share } from '@heliograph/schema';
import { daysBetween } from './range.ts';
import { said } from './timeline.ts';
import { byVersion } from './version-order.ts';

/** How a release spread, as far as published figures tell: systems of versions that are not shown count as older. */
export interface Release {
  readonly version: string;
  /** The first day on which enough systems ran it to be shown; undefined where it was there when the data begin. */
  readonly firstShown: string | undefined;
  /** Days from then until a tenth and half of the systems ran it or a later one; undefined where not yet, or not seen. */
  readonly daysToTenth: number | undefined;
  readonly daysToHalf: number | undefined;
  /** Of the systems that have a version, the part that ran it or a later one on the last day; from 0 to 1. */
  readonly now: number;
}

export interface Upgrades {
  /** The last day that has figures. */
  readonly day: string;
  /** The newest version that half of the systems, or more, had reached; undefined where too few versions are shown. */
  readonly half: Release | undefined;
  /** Newest first. */
  readonly releases: readonly Release[];
}

/** How fast systems go to new versions; undefined where nothing is said of any. `figures` are days, oldest first. */
export function upgradesOf(figures: readonly PublishedFigure[], level: string | null): Upgrades | undefined {
  const days = figures.flatMap((figure) => {
    const share = said('share', figure)?.shares.find((s) => s.key === null && s.level === level);
    return share === undefined || share.systems === 0 ? [] : [{ day: figure.start, share }];
  });
  const last = days.at(-1);
  if (last === undefined) return undefined;
  const versions = [...new Set(days.flatMap(({ share }) => share.values.map(({ value }) => value)))].toSorted(
    byVersion,
  );
  const releases = versions.map((version) => releaseOf(version, days)).toReversed();
  return { day: last.day, half: releases.find(({ now }) => now >= 0.5), releases };
}

interface Day {
  readonly day: string;
  readonly share: Share;
}

function releaseOf(version: string, days: readonly Day[]): Release {
  const [first] = days;
  const shownOn = days.find(({ share }) => share.values.some(({ value }) => value === version))?.day;
  const firstShown = shownOn === first?.day ? undefined : shownOn;
  const since = firstShown === undefined ? [] : days.filter(({ day }) => day >= firstShown);
  const until = (part: number) => {
    const reached = since.find(({ share }) => partFrom(version, share) >= part)?.day;
    return firstShown === undefined || reached === undefined ? undefined : daysBetween(firstShown, reached);
  };
  const last = days.at(-1);
  return {
    version,
    firstShown,
    daysToTenth: until(0.1),
    daysToHalf: until(0.5),
    now: last === undefined ? 0 : partFrom(version, last.share),
  };
}

/** The part of the systems that run a version or a later one. */
function partFrom(version: string, { values, systems }: Share): number {
  const later = values.filter(({ value }) => byVersion(value, version) >= 0);
  return later.reduce((sum, { systems: n }) => sum + n, 0) / systems;
}
