import { z } from 'zod';
import { DAY_MS } from './time.ts';

/** Of what a figure is: a UTC day, an ISO week from its Monday, a calendar month from its first day. */
export const PERIODS = ['day', 'week', 'month'] as const;
export const Period = z.enum(PERIODS);
export type Period = z.infer<typeof Period>;

/** Days from `from` to `to`, both included; YYYY-MM-DD, UTC. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The first day of the period that a day lies in: itself, the Monday of its ISO week, or the first of its month. */
export function startOf(period: Period, day: string): string {
  switch (period) {
    case 'day':
      return day;
    case 'week':
      return plus(day, -((new Date(day).getUTCDay() + 6) % 7));
    case 'month':
      return `${day.slice(0, 8)}01`;
    default:
      return period satisfies never;
  }
}

/** The days of the period that starts on `start`. */
export function daysOf(period: Period, start: string): Days {
  switch (period) {
    case 'day':
      return { from: start, to: start };
    case 'week':
      return { from: start, to: plus(start, 6) };
    case 'month':
      // No month and its first day are further apart than 31 days.
      return { from: start, to: plus(startOf('month', plus(start, 31)), -1) };
    default:
      return period satisfies never;
  }
}

/** The first day of the period of the same length before the one that starts on `start`. */
export const previousOf = (period: Period, start: string): string => startOf(period, plus(start, -1));

/** The shorter periods that lie wholly in a week or a month: all of its days, and of a month its whole weeks. */
export function withinOf(period: Period, start: string): Days[] {
  if (period === 'day') return [];
  const { from, to } = daysOf(period, start);
  const days = eachDay({ from, to });
  const singles = days.map((day) => ({ from: day, to: day }));
  if (period === 'week') return singles;
  const weeks = days.filter((day) => startOf('week', day) === day).map((monday) => daysOf('week', monday));
  return [...singles, ...weeks.filter((week) => week.to <= to)];
}

/** Some days as summary.months has them: by the first day of the month, the bit 0 for that day and so on. Ascending. */
export function masksOf(days: Days): ReadonlyMap<string, number> {
  const masks = new Map<string, number>();
  for (const day of eachDay(days)) {
    const month = startOf('month', day);
    masks.set(month, (masks.get(month) ?? 0) | (1 << (Number(day.slice(8)) - 1)));
  }
  return masks;
}

function eachDay({ from, to }: Days): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = plus(day, 1)) days.push(day);
  return days;
}

/** So many days later. */
function plus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}
