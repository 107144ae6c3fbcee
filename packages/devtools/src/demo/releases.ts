import { type Random, weighted } from '../random.ts';

interface Release {
  readonly version: string;
  /** The day of the release; days are numbers since 1 January 1970. */
  readonly on: number;
}

/** 9 June 2022: the made-up calendar of releases begins with the 3.20 of that day. */
const EPOCH = 19_152;
const FIRST_MINOR = 20;
const MINOR_EVERY_DAYS = 42;
const PATCHES_AFTER_DAYS = [0, 9, 23] as const;
/** About one minor release a year is broken: whoever takes it waits for its first patch, or goes back. */
const isBroken = (minor: number) => minor % 9 === 7;

const minorOn = (day: number) => FIRST_MINOR + Math.floor((day - EPOCH) / MINOR_EVERY_DAYS);

/** The releases of pulpcore, made up for ever: a minor one every six weeks, each with two patches. The newest first. */
function* pulpReleases(day: number): Generator<Release & { readonly isBroken: boolean }> {
  for (let minor = minorOn(day); minor >= FIRST_MINOR; minor -= 1)
    for (const patch of [2, 1, 0] as const) {
      const on = EPOCH + (minor - FIRST_MINOR) * MINOR_EVERY_DAYS + PATCHES_AFTER_DAYS[patch];
      if (on <= day) yield { version: `3.${minor}.${patch}`, on, isBroken: patch === 0 && isBroken(minor) };
    }
}

/** What the developers run. */
export const developmentVersion = (day: number): string => `3.${minorOn(day) + 1}.0.dev`;

/** How a system follows the releases. */
export interface Habit {
  /** Looks for a release so often, and first so many days after the beginning of time. */
  readonly everyDays: number;
  readonly phase: number;
  /** Takes none that is younger. */
  readonly cautionDays: number;
  /** Takes everything on the day that it sees it, what is broken too. */
  readonly isBrave: boolean;
}

const EVERY_DAYS = [
  [7, 25],
  [14, 22],
  [30, 27],
  [90, 18],
  [365, 8],
] as const;
const MOST_CAUTION_DAYS = 21;
const BRAVE = 0.5;
/** Who has taken a broken release goes back to the one before after so many days. */
const NOTICED_AFTER_DAYS = 3;

export function habit(random: Random): Habit {
  const everyDays = weighted(EVERY_DAYS, random());
  const phase = Math.floor(random() * everyDays);
  return { everyDays, phase, cautionDays: Math.floor(random() * MOST_CAUTION_DAYS), isBrave: random() < BRAVE };
}

/** The last day, up to this one, on which a system with the habit looked for a release. */
export const lookedOn = ({ everyDays, phase }: Habit, day: number): number => day - ((day + phase) % everyDays);

/** The version that a system with the habit has on a day. */
export function versionOn(own: Habit, day: number): string {
  const looked = lookedOn(own, day);
  const hasNoticed = !own.isBrave || day - looked >= NOTICED_AFTER_DAYS;
  for (const { version, on, isBroken: isBad } of pulpReleases(looked)) {
    const isRipe = looked - on >= (own.isBrave ? 0 : own.cautionDays);
    if (isRipe && !(isBad && hasNoticed)) return version;
  }
  return `3.${FIRST_MINOR}.0`;
}

/** When each version of the operating system came. */
const SLES: readonly Release[] = [
  { version: '12-SP5', on: 18_239 },
  { version: '15-SP1', on: 18_071 },
  { version: '15-SP2', on: 18_464 },
  { version: '15-SP3', on: 18_800 },
  { version: '15-SP4', on: 19_164 },
  { version: '15-SP5', on: 19_528 },
  { version: '15-SP6', on: 19_900 },
  { version: '15-SP7', on: 20_256 },
  { version: '16.0', on: 20_396 },
  { version: '16.1', on: 20_761 },
];
const SLES_EVERY_DAYS = [
  [60, 15],
  [150, 25],
  [330, 30],
  [700, 20],
  [1800, 10],
] as const;

/** Hosts are set up with, and move to, what has been out for a while. */
export function slesHabit(random: Random): Habit {
  const everyDays = weighted(SLES_EVERY_DAYS, random());
  const cautionDays = 30 + Math.floor(random() * 300);
  return { everyDays, phase: Math.floor(random() * everyDays), cautionDays, isBrave: false };
}

/** The version of the operating system that a host with the habit has on a day. */
export function slesOn(own: Habit, day: number): string {
  const looked = lookedOn(own, day);
  return SLES.findLast(({ on }) => looked - on >= own.cautionDays)?.version ?? '15-SP1';
}
