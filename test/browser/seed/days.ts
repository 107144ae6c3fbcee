import type { Period } from '@heliograph/schema';

const DAY_MS = 86_400_000;

/** The UTC day that is `n` days after another; both as YYYY-MM-DD. */
export function dayAfter(day: string, n: number): string {
  return new Date(Date.parse(day) + n * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from one to the other. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** 0 is Monday. */
export function weekday(day: string): number {
  return (new Date(day).getUTCDay() + 6) % 7;
}

/** The first day of the week or month that a day is of. */
export function startOf(period: Period, day: string): string {
  if (period === 'week') return dayAfter(day, -weekday(day));
  return period === 'month' ? `${day.slice(0, 7)}-01` : day;
}

/** The last day of the period that begins on a day. */
export function endOf(period: Period, start: string): string {
  if (period === 'week') return dayAfter(start, 6);
  return period === 'month' ? dayAfter(startOf('month', dayAfter(start, 31)), -1) : start;
}
