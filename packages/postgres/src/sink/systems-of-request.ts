import type { SystemRequest } from '@heliograph/schema';

/** $1 application, $2 system keys, $3 the telemetry type, or null for all of them: what `systemsOf` returns. */
export const OF_SYSTEMS = 'application = $1 AND system_key = ANY ($2) AND ($3::text IS NULL OR telemetry_type = $3)';

/** The parameters $1 to $3 of a statement about what a request is about. */
export function systemsOf({ application, system_keys, telemetry_type }: SystemRequest): unknown[] {
  return [application, system_keys, telemetry_type ?? null];
}
