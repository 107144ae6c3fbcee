import type { Definition } from './definition.ts';

/** Why the register does not take a report in. */
export type RouteRefusal =
  | 'unknown_application'
  | 'unknown_telemetry_type'
  | 'definition_not_approved'
  | 'definition_expired';

export type Route = { readonly definition: Definition } | { readonly refused: RouteRefusal };

/** The definitions in force. */
export interface Register {
  readonly definitions: readonly Definition[];
  /** Milliseconds: the longest late window of all definitions; how long dedup must remember. */
  readonly longestLateWindow: number;
  /** The definition as it stands, whatever its status. */
  find(application: string, telemetryType: string): Definition | undefined;
  /** The definition that may take in data at `nowMs`, or why there is none. */
  route(application: string, telemetryType: string, nowMs: number): Route;
}

/** Builds the register. Throws where two definitions claim the same telemetry type of the same application. */
export function createRegister(definitions: readonly Definition[]): Register {
  const byApplication = new Map<string, Map<string, Definition>>();
  for (const definition of definitions) {
    const types = byApplication.get(definition.application) ?? new Map<string, Definition>();
    if (types.has(definition.telemetry_type))
      throw new Error(`two definitions for ${definition.application}/${definition.telemetry_type}`);
    byApplication.set(definition.application, types.set(definition.telemetry_type, definition));
  }
  const find = (application: string, telemetryType: string) => byApplication.get(application)?.get(telemetryType);
  return {
    definitions,
    longestLateWindow: Math.max(0, ...definitions.map((definition) => definition.record.late_window)),
    find,
    route(application, telemetryType, nowMs) {
      const definition = find(application, telemetryType);
      if (definition === undefined)
        return { refused: byApplication.has(application) ? 'unknown_telemetry_type' : 'unknown_application' };
      if (definition.status !== 'approved') return { refused: 'definition_not_approved' };
      if (nowMs >= Date.parse(definition.expires)) return { refused: 'definition_expired' };
      return { definition };
    },
  };
}
