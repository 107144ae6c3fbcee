import { DAY_MS, MINUTE_MS, utcDay } from '@heliograph/schema';

/** Reports from the edge of the late window would fall out of it while the fleet is being sent. */
const MARGIN_MS = 10 * MINUTE_MS;

/** A UTC day on which the fleet reports. */
export interface ReportDay {
  readonly day: string;
  /** Days since 1 January 1970. */
  readonly number: number;
  /** Milliseconds since the epoch: the report of a system whose place in the day is `at` (0 to 1). */
  timeOf(at: number): number;
}

/** Today and the past days whose reports are still believed, oldest first; the oldest may be believed in part only. */
export function reportDays(nowMs: number, lateWindowMs: number): ReportDay[] {
  const believedMs = nowMs - lateWindowMs + MARGIN_MS;
  return daysBetween(Math.min(believedMs, startOf(nowMs)), nowMs, nowMs);
}

/** The whole days before these, oldest first: as many as make a year with them. */
export function historyDays(nowMs: number, lateWindowMs: number): ReportDay[] {
  const [oldest] = reportDays(nowMs, lateWindowMs);
  const end = (oldest?.number ?? 0) * DAY_MS;
  return daysBetween(startOf(nowMs) - 364 * DAY_MS, end - 1, nowMs);
}

const startOf = (epochMs: number) => Math.floor(epochMs / DAY_MS) * DAY_MS;

/** Days of which the part between two moments is reported in. */
function daysBetween(fromMs: number, toMs: number, nowMs: number): ReportDay[] {
  const days: ReportDay[] = [];
  for (let start = startOf(fromMs); start <= toMs; start += DAY_MS) {
    const from = Math.max(start, fromMs);
    const length = Math.max(0, Math.min(start + DAY_MS - 1, nowMs) - from);
    const timeOf = (at: number) => Math.floor(from + length * at);
    days.push({ day: utcDay(start), number: start / DAY_MS, timeOf });
  }
  return days;
}
