import { CANARY_DEFINITION } from './canary.ts';
import type { Definition } from './definition.ts';
import { addressOf } from './receive.ts';

/** Whether drafts take data in as well: for whoever tries a definition before anyone has approved it. */
export const REGISTER_MODES = ['production', 'development'] as const;
export type RegisterMode = (typeof REGISTER_MODES)[number];

/** Why the register does not take a report in. */
export type RouteRefusal =
  | 'unknown_application'
  | 'unknown_telemetry_type'
  | 'definition_not_approved'
  | 'definition_expired';

type Route = { readonly definition: Definition } | { readonly refused: RouteRefusal };

/** The definitions in force. Its content may change while a process runs: nothing of it is to be kept for later. */
export interface Register {
  readonly mode: RegisterMode;
  /** Another array once anything has changed; a definition that has not is the same object as before. */
  readonly definitions: readonly Definition[];
  /**
   * Milliseconds: how long dedup must remember, which is the longest late window of all definitions, each with the time for
   * which it refuses what has been erased.
   */
  readonly longestLateWindow: number;
  /** The definition as it stands, whatever its status. */
  find(application: string, telemetryType: string): Definition | undefined;
  /** The definition that may take in data at `nowMs`, or why there is none. */
  route(application: string, telemetryType: string, nowMs: number): Route;
  /**
   * Whether its rules may be applied to what has been taken in already. Other than for `route`, being retired or expired
   * since is no reason against it: what was accepted before was promised a place.
   */
  mayProcess(definition: Definition): boolean;
}

/** Builds the register. Throws if two definitions claim one telemetry type of one application, or one address. */
export function createRegister(definitions: readonly Definition[], mode: RegisterMode = 'production'): Register {
  const byApplication = new Map<string, Map<string, Definition>>();
  for (const definition of definitions) {
    const types = byApplication.get(definition.application) ?? new Map<string, Definition>();
    if (types.has(definition.telemetry_type))
      throw new Error(`two definitions for ${definition.application}/${definition.telemetry_type}`);
    byApplication.set(definition.application, types.set(definition.telemetry_type, definition));
  }
  checkAddresses(definitions);
  const find = (application: string, telemetryType: string) => byApplication.get(application)?.get(telemetryType);
  return {
    mode,
    definitions,
    longestLateWindow: Math.max(0, ...definitions.map(rememberedFor)),
    find,
    route(application, telemetryType, nowMs) {
      const definition = find(application, telemetryType);
      if (definition === undefined || definition === CANARY_DEFINITION)
        return { refused: byApplication.has(application) ? 'unknown_telemetry_type' : 'unknown_application' };
      if (!collects(definition, mode)) return { refused: 'definition_not_approved' };
      return nowMs >= Date.parse(definition.expires) ? { refused: 'definition_expired' } : { definition };
    },
    mayProcess: (definition) => definition.status === 'retired' || collects(definition, mode),
  };
}

/** A retired definition gives its addresses away. Throws if two others have one address. */
function checkAddresses(definitions: readonly Definition[]): void {
  const owners = new Map<string, string>();
  for (const { application, telemetry_type, status, receive } of definitions) {
    if (status === 'retired') continue;
    for (const address of (receive?.http ?? []).map(addressOf)) {
      const [owner, other] = [`${application}/${telemetry_type}`, owners.get(address)];
      if (other !== undefined) throw new Error(`${address} is of ${other} and of ${owner}`);
      owners.set(address, owner);
    }
  }
}

/**
 * Keeps what is made of a definition for as long as the definition itself is there. To make it when it is first asked for,
 * and not at the start, is what lets a register change while a process runs. Throws what `make` throws.
 */
export function perDefinition<T extends object>(make: (definition: Definition) => T): (definition: Definition) => T {
  const made = new WeakMap<Definition, T>();
  return (definition) => {
    const known = made.get(definition);
    if (known !== undefined) return known;
    const fresh = make(definition);
    made.set(definition, fresh);
    return fresh;
  };
}

/** What is derived from the register as a whole, derived again when its content has changed. */
export function perContent<T>(
  register: Pick<Register, 'definitions'>,
  derive: (definitions: Register['definitions']) => T,
): () => T {
  let content = register.definitions;
  let derived = derive(content);
  return () => {
    if (content !== register.definitions) {
      content = register.definitions;
      derived = derive(content);
    }
    return derived;
  };
}

/** Whether a definition takes data in until it expires. */
export function collects({ status }: Pick<Definition, 'status'>, mode: RegisterMode): boolean {
  return status === 'approved' || (status === 'draft' && mode === 'development');
}

/** Of a system that was erased everything must be known until what came while it was refused can come no more. */
function rememberedFor({ record, erasure }: Definition): number {
  return record.late_window + (erasure.refuse_for ?? 0);
}
