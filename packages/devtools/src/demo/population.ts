import { DAY_MS } from '@heliograph/schema';
import { type Random, randomFrom, uuidFrom } from '../random.ts';

/** Days since 1 January 1970, UTC. */
const dayNumber = (epochMs: number): number => Math.floor(epochMs / DAY_MS);

/**
 * The day on which the synthetic history begins: a year before the quarter that `nowMs` lies in. All that depends on it stays
 * the same for as long as the quarter lasts, so that the fleet of tomorrow is the one of today, and a day older.
 */
export function beginningOf(nowMs: number): number {
  const now = new Date(nowMs);
  return dayNumber(Date.UTC(now.getUTCFullYear() - 1, now.getUTCMonth() - (now.getUTCMonth() % 3), 1));
}

/** Growth is logistic: half of the fleet has come after so many days, and most of it within twice the time. */
const HALF_AFTER_DAYS = 190;
const STEEPNESS_DAYS = 65;

/** A system, or an installation of several, that reports from a day on until it is taken away. Days as numbers. */
export interface Member {
  readonly id: string;
  readonly bornOn: number;
  readonly goneOn: number;
  /** Does not run at weekends as a rule. */
  readonly isOffice: boolean;
  /** Runs now and then: a test system, somebody's laptop. */
  readonly isRare: boolean;
  readonly pause: { readonly from: number; readonly to: number };
}

const TAKEN_AWAY = 0.25;
const AT_MOST_DAYS = 200;
const AN_OFFICE = 0.4;
const RARE = 0.22;
const PAUSES = 0.12;

/** The member that is `place` of the way (0 to 1) through the growth of a fleet that begins on the day `beginning`. */
export function member(id: string, place: number, beginning: number): Member {
  const random = randomFrom(`${id}/life`);
  const u = Math.min(0.9999, Math.max(0.0001, place));
  const bornOn = beginning + Math.round(HALF_AFTER_DAYS + STEEPNESS_DAYS * Math.log(u / (1 - u)));
  const isTakenAway = random() < TAKEN_AWAY;
  const goneOn = isTakenAway ? Math.max(bornOn, beginning) + 8 + Math.floor(random() * AT_MOST_DAYS) : Infinity;
  const [isOffice, isRare] = [random() < AN_OFFICE, random() < RARE];
  return { id, bornOn, goneOn, isOffice, isRare, pause: pause(random, bornOn) };
}

/** Of the fleet as it is in the end: how many a day come to be tried out, and for how many days. */
const TRIALS_A_DAY = 0.032;
const TRIED_FOR_DAYS = { least: 3, most: 12 };

/** Those that are being tried out on a day, and soon taken away again. There are more of them as the fleet grows. */
export function* trialsOn(day: number, name: string, systems: number, beginning: number): Generator<Member> {
  const { least, most } = TRIED_FOR_DAYS;
  for (let bornOn = day - most + 1; bornOn <= day; bornOn += 1) {
    const grown = 1 / (1 + Math.exp((HALF_AFTER_DAYS - (bornOn - beginning)) / STEEPNESS_DAYS));
    for (let i = 0; i < Math.round(TRIALS_A_DAY * systems * grown); i += 1) {
      const id = uuidFrom(`${name}/${bornOn}/${i}`);
      const goneOn = bornOn + least + Math.floor(randomFrom(`${id}/life`)() * (most - least + 1));
      const none = { from: Infinity, to: Infinity };
      if (day < goneOn) yield { id, bornOn, goneOn, isOffice: false, isRare: false, pause: none };
    }
  }
}

function pause(random: Random, bornOn: number): Member['pause'] {
  if (random() >= PAUSES) return { from: Infinity, to: Infinity };
  const from = bornOn + Math.floor(random() * 300);
  return { from, to: from + 10 + Math.floor(random() * 50) };
}

const MISSES_A_DAY = 0.05;
const MISSES_A_WEEKEND_DAY = 0.6;
const MISSES_WHERE_RARE = 0.9;

/** Whether the member reports on a day. */
export function reports(of: Member, day: number): boolean {
  const { bornOn, goneOn, pause: away } = of;
  if (day < bornOn || day >= goneOn || (day >= away.from && day < away.to)) return false;
  return randomFrom(`${of.id}/${day}`)() >= missesOn(of, day);
}

function missesOn({ isOffice, isRare }: Member, day: number): number {
  if (isRare) return MISSES_WHERE_RARE;
  return isOffice && isHoliday(day) ? MISSES_A_WEEKEND_DAY : MISSES_A_DAY;
}

/** Saturdays, Sundays and the days around the turn of the year. */
function isHoliday(day: number): boolean {
  const date = new Date(day * DAY_MS);
  const isWeekend = date.getUTCDay() % 6 === 0;
  const [month, dayOfMonth] = [date.getUTCMonth(), date.getUTCDate()];
  return isWeekend || (month === 11 && dayOfMonth >= 24) || (month === 0 && dayOfMonth === 1);
}
