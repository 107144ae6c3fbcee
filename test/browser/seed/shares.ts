import type { Share } from '@heliograph/schema';
import { chance, rising } from './chance.ts';
import { daysBetween } from './days.ts';
import { shareOf, type Weighted } from './partition.ts';
import type { Model, Release, Use, UsedKey } from './source.ts';

/** Of a day: which it is, and how far through the source's time, from 0 to 1. */
export interface Moment {
  readonly day: string;
  readonly at: number;
  /** Systems that reported. */
  readonly systems: number;
  readonly fewest: number;
}

type Levels = readonly NonNullable<Share['level']>[];

/** Half of those who will move to a release have done so this many days after it. */
const HALF_DAYS = 50;
/** A part never moves: old versions stay for years. */
const APPEAL = 0.6;

/** How many run each release on a day: what has come after it takes from what was there. */
function weightsOf(releases: readonly Release[], day: string): Weighted[] {
  let left = 1;
  return releases
    .toReversed()
    .map(({ version, on, appeal = APPEAL }) => {
      const moved = daysBetween(on, day) < 0 ? 0 : appeal * rising(daysBetween(on, day), HALF_DAYS, HALF_DAYS);
      const weight = left * moved;
      left -= weight;
      return { value: version, weight };
    })
    .reverse();
}

/** Versions shortened to a level, their weights added up. */
function shorten(weighted: readonly Weighted[], level: 'x.y' | 'x.y.z'): Weighted[] {
  const numbers = level === 'x.y' ? 2 : 3;
  const sums = new Map<string, number>();
  for (const { value, weight } of weighted) {
    const short = value.split('.').slice(0, numbers).join('.');
    sums.set(short, (sums.get(short) ?? 0) + weight);
  }
  return [...sums].map(([value, weight]) => ({ value, weight }));
}

/** The shares of a day; those of too few systems are left out. */
export function sharesOf(model: Model, levels: Levels | undefined, moment: Moment): Share[] {
  const { systems, fewest } = moment;
  const all = (weighted: readonly Weighted[], absentPart: number) => {
    const absent = Math.round(systems * absentPart);
    return withLevels(weighted, levels).map(({ level, parts }) =>
      shareOf({ level, weighted: parts, systems: systems - absent, absent }, fewest),
    );
  };
  switch (model.kind) {
    case 'versions':
      return all(weightsOf(model.releases, moment.day), model.absent).filter((share) => share !== undefined);
    case 'values':
      return all(model.values.map(weigh(moment)), model.absent).filter((share) => share !== undefined);
    case 'as_given':
      return all(model.values, 0).filter((share) => share !== undefined);
    case 'list':
      return model.members.map(weigh(moment)).flatMap(({ value, weight }) => memberOf(value, weight, moment));
    case 'map':
      return model.keys.flatMap((key) => keyOf(key, levels, moment));
    // These have no shares of values.
    case 'systems':
    case 'age':
    case 'numbers':
    case 'cross':
      return [];
  }
}

function withLevels(weighted: readonly Weighted[], levels: Levels | undefined) {
  if (levels === undefined) return [{ level: null, parts: weighted }];
  return levels.map((level) => ({ level, parts: shorten(weighted, level) }));
}

const weigh =
  ({ day, at }: Moment) =>
  ({ value, first, last }: Use): Weighted => ({
    value,
    weight: (first + (last - first) * at) * (0.98 + 0.04 * chance(`${value} ${day}`)),
  });

function memberOf(key: string, part: number, { systems, fewest }: Moment): Share[] {
  const have = Math.round(systems * Math.min(part, 1));
  if (have <= fewest) return [];
  const lack = systems - have;
  const hidden = lack > 0 && lack <= fewest;
  return [{ key, level: null, systems: have, values: [], other: 0, absent: hidden ? null : lack }];
}

function keyOf({ key, first, last, releases }: UsedKey, levels: Levels | undefined, moment: Moment): Share[] {
  const { systems, fewest, day } = moment;
  const have = Math.min(systems, Math.round(systems * weigh(moment)({ value: key, first, last }).weight));
  return withLevels(weightsOf(releases, day), levels)
    .map(({ level, parts }) => shareOf({ key, level, weighted: parts, systems: have, absent: systems - have }, fewest))
    .filter((share) => share !== undefined);
}
