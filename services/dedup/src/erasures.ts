import type { DedupKey, Observation, Register, SeenRequest, SystemRequest } from '@heliograph/schema';

/** What is remembered of the erasures of one system. */
export interface Erasure {
  /** Of the last of them: part of the keys from then on, so that what was erased makes no duplicates. */
  readonly era: DedupKey;
  /** Milliseconds since the epoch: what was received until then is not to come back. */
  readonly receivedMs: number;
  /** The last UTC day for which something may have been counted before the erasure; later days need no era. */
  readonly until: string;
  /** The first UTC day on which nothing needs it any more. */
  readonly expires: string;
}

export interface Erasures {
  of(name: string): Erasure | undefined;
  add(entry: SeenRequest): void;
  /** Forgets what expires on `today` or before. */
  expire(today: string): void;
  readonly size: number;
}

export function createErasures(): Erasures {
  const byName = new Map<string, Erasure>();
  return {
    of: (name) => byName.get(name),
    add(entry) {
      const erasure = erasureOf(entry);
      for (const name of entry.erased) byName.set(name, following(byName.get(name), erasure));
    },
    expire(today) {
      for (const [name, { expires }] of byName) if (expires <= today) byName.delete(name);
    },
    get size() {
      return byName.size;
    },
  };
}

function erasureOf({ keys, received_at, until, expires }: SeenRequest): Erasure {
  const [era = '' as DedupKey] = keys;
  return { era, receivedMs: Date.parse(received_at), until, expires };
}

/**
 * Two erasures of one system as one, in the order of the log: each begins an era, and the clocks of the gateways that took
 * them may differ.
 */
export function following(earlier: Erasure | undefined, later: Erasure): Erasure {
  if (earlier === undefined) return later;
  return {
    era: later.era,
    receivedMs: Math.max(earlier.receivedMs, later.receivedMs),
    until: laterDay(earlier.until, later.until),
    expires: laterDay(earlier.expires, later.expires),
  };
}

/** Days of the form YYYY-MM-DD. */
function laterDay(one: string, other: string): string {
  return [one, other].toSorted()[1] ?? one;
}

/** No telemetry type is called so. */
const ALL_TYPES = '*';

/** The key of a system in the table of systems. */
export function systemName({ application, telemetry_type, system_key }: NamedSystem): string {
  return `${application}/${telemetry_type}/${system_key}`;
}

type NamedSystem = Pick<Observation, 'application' | 'telemetry_type' | 'system_key'>;

/** The names under which a system may have been erased. */
export function namesOf(system: NamedSystem): string[] {
  return [systemName(system), systemName({ ...system, telemetry_type: ALL_TYPES })];
}

/**
 * What a request is about: `systems` are the names in the table of systems, as far as the register knows them; `names` has
 * them too, and the name for whatever telemetry type was unknown here when the request came.
 */
export function subjectsOf(request: SystemRequest, { definitions }: Pick<Register, 'definitions'>) {
  const { application, system_keys } = request;
  const ofTypes = (types: readonly string[]) =>
    types.flatMap((telemetry_type) =>
      system_keys.map((system_key) => systemName({ application, telemetry_type, system_key })),
    );
  if (request.telemetry_type !== undefined) {
    const systems = ofTypes([request.telemetry_type]);
    return { systems, names: systems };
  }
  const known = definitions.filter((each) => each.application === application);
  const systems = ofTypes(known.map(({ telemetry_type }) => telemetry_type));
  return { systems, names: [...systems, ...ofTypes([ALL_TYPES])] };
}
