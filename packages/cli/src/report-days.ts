import { utcDay } from '@heliograph/schema';

const DAY_MS = 86_400_000;
/** Reports from the edge of the late window would fall out of it while the fleet is being sent. */
const MARGIN_MS = 10 * 60_000;

/** A UTC day on which the fleet reports. */
export interface ReportDay {
  readonly day: string;
  /** 0 is today. */
  readonly daysAgo: number;
  /** Milliseconds since the epoch: the report of a system whose place in the day is `at` (0 to 1). */
  timeOf(at: number): number;
}

/** Today and the past days whose reports are still believed, oldest first; the oldest may be believed in part only. */
export function reportDays(nowMs: number, lateWindowMs: number): ReportDay[] {
  const days: ReportDay[] = [];
  const today = Date.parse(utcDay(nowMs));
  for (let daysAgo = Math.ceil(lateWindowMs / DAY_MS); daysAgo >= 0; daysAgo -= 1) {
    const start = today - daysAgo * DAY_MS;
    const from = Math.max(start, nowMs - lateWindowMs + MARGIN_MS);
    const to = Math.min(start + DAY_MS - 1, nowMs);
    if (from < to || daysAgo === 0)
      days.push({ day: utcDay(start), daysAgo, timeOf: (at) => Math.floor(from + Math.max(0, to - from) * at) });
  }
  return days;
}

/** How many of `systems` there are already `daysAgo`: the fleet grows by three in a hundred a day. */
export function grown(systems: number, daysAgo: number): number {
  return Math.ceil(systems * 0.97 ** daysAgo);
}
