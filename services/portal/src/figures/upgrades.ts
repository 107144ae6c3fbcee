import type { PublishedFigure, Share } from '@heliograph/schema';
import { figureValue } from './figure-series.ts';
import { daysBetween } from './range.ts';
import { byVersion } from './shares.ts';

/** How a release spread, according to published figures: systems whose version is not shown count as older. */
export interface Release {
  readonly version: string;
  /** The first day on which enough systems ran it to be shown; undefined if that was before the data begin. */
  readonly firstShown: string | undefined;
  /** Days from then until a tenth and half of the systems ran it or a later one; undefined if not yet, or not seen. */
  readonly daysToTenth: number | undefined;
  readonly daysToHalf: number | undefined;
  /** Of the systems that have a version, the part that ran it or a later one on the last day; from 0 to 1. */
  readonly now: number;
}

export interface Upgrades {
  /** The last day that has figures. */
  readonly day: string;
  /** The newest version that at least half of the systems had reached; undefined if too few versions are shown. */
  readonly half: Release | undefined;
  /** Newest first. */
  readonly releases: readonly Release[];
}

/** How fast systems upgrade; undefined if no version is published. `figures` are days, oldest first. */
export function measureUpgrades(figures: readonly PublishedFigure[], level: string | null): Upgrades | undefined {
  const days = figures.flatMap((figure) => {
    const share = figureValue('share', figure)?.shares.find((s) => s.key === null && s.level === level);
    return share === undefined || share.systems === 0 ? [] : [{ day: figure.start, share }];
  });
  const last = days.at(-1);
  if (last === undefined) return undefined;
  const all = new Set(days.flatMap(({ share }) => share.values.map(({ value }) => value)));
  const releases = [...all].toSorted(byVersion).map((version) => measureRelease(version, days));
  releases.reverse();
  return { day: last.day, half: releases.find(({ now }) => now >= 0.5), releases };
}

interface Day {
  readonly day: string;
  readonly share: Share;
}

function measureRelease(version: string, days: readonly Day[]): Release {
  const [first] = days;
  const shownOn = days.find(({ share }) => share.values.some(({ value }) => value === version))?.day;
  const firstShown = shownOn === first?.day ? undefined : shownOn;
  const since = firstShown === undefined ? [] : days.filter(({ day }) => day >= firstShown);
  const daysTo = (part: number) => {
    const reached = since.find(({ share }) => partFrom(version, share) >= part)?.day;
    return firstShown === undefined || reached === undefined ? undefined : daysBetween(firstShown, reached);
  };
  const last = days.at(-1);
  return {
    version,
    firstShown,
    daysToTenth: daysTo(0.1),
    daysToHalf: daysTo(0.5),
    now: last === undefined ? 0 : partFrom(version, last.share),
  };
}

/** The part of the systems that run a version or a later one. */
function partFrom(version: string, { values, systems }: Share): number {
  const later = values.filter(({ value }) => byVersion(value, version) >= 0);
  return later.reduce((sum, { systems: n }) => sum + n, 0) / systems;
}
