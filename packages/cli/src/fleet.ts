import type { SourceEnvelope } from '@heliograph/schema';
import { pulpReports } from './fleet-pulp.ts';
import { trentoReports } from './fleet-trento.ts';
import { randomFrom } from './random.ts';
import { reportDays } from './report-days.ts';

/** How many of the reports come twice, as they do when an answer was lost on its way. */
const SENT_AGAIN = 0.02;

export interface FleetOptions {
  readonly seed: number;
  /** Systems of each source on the last day; a few percent fewer on each day before. */
  readonly systems: number;
  readonly nowMs: number;
  /** Milliseconds, per source, from its definition. */
  readonly lateWindows: { readonly trento: number; readonly pulp: number };
}

/**
 * Everything a synthetic fleet sends: Trento installations and Pulp systems, day by day, oldest first. Ids depend on the
 * seed, the system and the day alone, so a second run sends the same reports again and none of them counts twice.
 */
export function* fleet(options: FleetOptions): Generator<SourceEnvelope> {
  const again = randomFrom(`${options.seed}/again`);
  for (const report of everyReport(options)) {
    yield report;
    if (again() < SENT_AGAIN) yield report;
  }
}

function* everyReport({ seed, systems, nowMs, lateWindows }: FleetOptions): Generator<SourceEnvelope> {
  for (const day of reportDays(nowMs, lateWindows.trento)) yield* trentoReports(String(seed), systems, day);
  for (const day of reportDays(nowMs, lateWindows.pulp)) yield* pulpReports(String(seed), systems, day);
}
