import { DAY_MS } from '@heliograph/schema';

/** A week that begins on the last day of a month ends six days later. */
const WEEK_LEFT_MS = 6 * DAY_MS;
/** Longer than the grace after which a summarizer publishes, with time to catch up. */
const MARGIN_MS = 2 * DAY_MS;

/** The first and the last day of a month (YYYY-MM). */
export function daysOf(month: string): { readonly from: string; readonly to: string } {
  const from = `${month}-01`;
  return { from, to: dayOf(nextMonthMs(month) - DAY_MS) };
}

/**
 * Whether no report can come any more that counts for a period which begins in the month. A day without any figure may
 * still get some before.
 */
export function isOver(month: string, longestLateWindowMs: number, nowMs: number): boolean {
  return nowMs >= nextMonthMs(month) + WEEK_LEFT_MS + longestLateWindowMs + MARGIN_MS;
}

function nextMonthMs(month: string): number {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return Date.UTC(year, number, 1);
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
