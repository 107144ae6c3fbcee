import { DAY_MS, type Definition, daysOf, type Period } from '@heliograph/schema';
import type { SourceKey } from '@heliograph/schema/summaries';

/** Which figures belong together: they are computed from the same reports and published in one transaction. */
export interface PeriodKey extends SourceKey {
  readonly period: Period;
  /** YYYY-MM-DD, the first UTC day of the period. */
  readonly start: string;
}

export interface PeriodState extends PeriodKey {
  /** Something has happened that its figures do not know of. */
  readonly dirty: boolean;
  /** Its figures have been computed before. */
  readonly summarised: boolean;
  /** Its figures will never change again. */
  readonly final: boolean;
  /** Whether reports may be on their way that would change it, or a shorter period may change that its figures depend on. */
  readonly open: boolean;
}

/** What is to be done about a period now; undefined is nothing. */
export type Duty = 'publish' | 'publish_again' | 'publish_finally' | 'close';

export interface GracePeriods {
  /** Milliseconds after the end of the period, and after that of its late window, for reports on their way. */
  readonly graceMs: number;
  /** Milliseconds for which a frozen day's rows are kept. */
  readonly keepMs: number;
}

/** That of a definition which is gone: the longest that there can be. */
export const LONGEST_LATE_WINDOW_MS = 31 * DAY_MS;

/**
 * Only complete periods are published: once a grace time has passed, again whenever something has happened, and a last time
 * when no report of its last day can be accepted any more. Periods missed while nothing ran are due like any other. One
 * without a definition is not published, for nobody says how; what is held of it goes when that of any other would be gone.
 */
export function nextAction(
  state: PeriodState,
  definition: Pick<Definition, 'record'> | undefined,
  nowMs: number,
  { graceMs, keepMs }: GracePeriods,
): Duty | undefined {
  const endMs = Date.parse(daysOf(state.period, state.start).to) + DAY_MS;
  const finalMs = endMs + (definition?.record.late_window ?? LONGEST_LATE_WINDOW_MS) + graceMs;
  if (state.final || definition === undefined) return nowMs >= finalMs + keepMs ? 'close' : undefined;
  if (nowMs >= finalMs && !state.open) return 'publish_finally';
  if (!state.dirty || nowMs < endMs + graceMs) return undefined;
  return state.summarised ? 'publish_again' : 'publish';
}
