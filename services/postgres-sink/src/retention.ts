import { type Definition, utcDay } from '@heliograph/schema';

/**
 * The first UTC day of which any definition still keeps observations; all before it may be dropped. Undefined without
 * definitions: then nobody has said how long, and nothing may be dropped.
 */
export function firstKeptDay(definitions: readonly Definition[], nowMs: number): string | undefined {
  if (definitions.length === 0) return undefined;
  return utcDay(nowMs - Math.max(...definitions.map(({ retention }) => retention)));
}

/** What of one telemetry type is not to be kept any more, while others' of the same day may be. */
export interface Expiry {
  readonly application: string;
  readonly telemetry_type: string;
  /**
   * The first UTC day of which observations are kept. A system that has not been seen since is forgotten, and is new when it
   * comes again: its line would otherwise outlive, for ever, all that it was made of.
   */
  readonly firstDay: string;
}

/** What each definition keeps no longer, whatever its status. */
export function expiries(definitions: readonly Definition[], nowMs: number): Expiry[] {
  return definitions.map(({ application, telemetry_type, retention }) => ({
    application,
    telemetry_type,
    firstDay: utcDay(nowMs - retention),
  }));
}
