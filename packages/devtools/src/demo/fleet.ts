import type { SourceEnvelope } from '@heliograph/schema';
import { randomFrom } from '../random.ts';
import { beginningOf } from './population.ts';
import { pulpFleet } from './pulp.ts';
import { historyDays, type ReportDay, reportDays } from './report-days.ts';
import { trentoFleet } from './trento.ts';

/** How many of the reports come twice, as they do when an answer was lost on its way. */
const SENT_AGAIN = 0.02;

export interface FleetOptions {
  readonly seed: number;
  /** About how many systems of each source there are on the last day; fewer on each day before. */
  readonly systems: number;
  readonly nowMs: number;
  /** Milliseconds, per source, from its definition. */
  readonly lateWindows: { readonly trento: number; readonly pulp: number };
}

/**
 * Everything a synthetic fleet sends for today and the days whose reports are still believed: Trento installations and Pulp
 * systems, day by day, oldest first. Ids depend on the seed, the system and the day alone, so a second run sends the same
 * reports again and none of them counts twice.
 */
export function* fleet(options: FleetOptions): Generator<SourceEnvelope> {
  const again = randomFrom(`${options.seed}/again`);
  for (const report of everyReport(options, reportDays)) {
    yield report;
    if (again() < SENT_AGAIN) yield report;
  }
}

/** What the same fleet had sent on the days before these, for a year in all. */
export function fleetHistory(options: FleetOptions): Generator<SourceEnvelope> {
  return everyReport(options, historyDays);
}

function* everyReport(
  { seed, systems, nowMs, lateWindows }: FleetOptions,
  daysOf: (nowMs: number, lateWindowMs: number) => readonly ReportDay[],
): Generator<SourceEnvelope> {
  const beginning = beginningOf(nowMs);
  const trento = trentoFleet(String(seed), systems, beginning);
  for (const day of daysOf(nowMs, lateWindows.trento)) yield* trento(day);
  const pulp = pulpFleet(String(seed), systems, beginning);
  for (const day of daysOf(nowMs, lateWindows.pulp)) yield* pulp(day);
}
