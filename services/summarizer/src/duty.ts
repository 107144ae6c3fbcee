import type { Definition } from '@heliograph/schema';

/** Which figures belong together: they are computed from the same reports and published in one transaction. */
export interface DayKey {
  /** YYYY-MM-DD, a UTC day. */
  readonly day: string;
  readonly application: string;
  readonly telemetry_type: string;
  readonly channel: string;
}

export interface DayState extends DayKey {
  /** Something has arrived that its figures do not know of. */
  readonly dirty: boolean;
  /** Its figures will never change again. */
  readonly final: boolean;
}

/** What is to be done about a day now; undefined is nothing. */
export type Duty = 'publish' | 'publish_finally' | 'empty';

export interface Patience {
  /** Milliseconds after the end of the day, and after that of its late window, for reports on their way. */
  readonly graceMs: number;
  /** Milliseconds for which a frozen day's rows are kept. */
  readonly keepMs: number;
}

const DAY_MS = 86_400_000;
/** Of a day whose definition is gone: the longest late window that there can be. */
const LONGEST_LATE_WINDOW_MS = 31 * DAY_MS;

/**
 * Only complete days are published: once a grace time has passed, whenever something has arrived, and a last time when no
 * report of the day can be accepted any more. Days missed while nothing ran are due like any other. A day without a
 * definition is not published, for nobody says how; what is held of it goes when that of any other day would be gone.
 */
export function dutyOf(
  state: DayState,
  definition: Pick<Definition, 'record'> | undefined,
  nowMs: number,
  { graceMs, keepMs }: Patience,
): Duty | undefined {
  const endMs = Date.parse(state.day) + DAY_MS;
  const finalMs = endMs + (definition?.record.late_window ?? LONGEST_LATE_WINDOW_MS) + graceMs;
  if (state.final || definition === undefined) return nowMs >= finalMs + keepMs ? 'empty' : undefined;
  if (nowMs >= finalMs) return 'publish_finally';
  return state.dirty && nowMs >= endMs + graceMs ? 'publish' : undefined;
}
