import { type Definition, utcDay } from '@heliograph/schema';

/**
 * The first UTC day of which any definition still keeps observations; all before it may be dropped. Undefined without
 * definitions: then nobody has said how long, and nothing may be dropped.
 */
export function firstKeptDay(definitions: readonly Definition[], nowMs: number): string | undefined {
  if (definitions.length === 0) return undefined;
  return utcDay(nowMs - Math.max(...definitions.map(({ retention }) => retention)));
}
