import {
  DAY_MS,
  type DedupKey,
  type Definition,
  HOUR_MS,
  type Observation,
  type Register,
  type SeenRecord,
  type SystemRequest,
  utcDay,
} from '@heliograph/schema';
import { createErasures, type Erasure, following, namesOf, subjectsOf, systemName } from './erasures.ts';
import { isNewer, type Latest, latestFrom, type Memory, momentOf } from './memory.ts';
import { type Duplicate, type Hash, POLICIES } from './policy.ts';

type Verdict =
  | { readonly kind: 'duplicate'; readonly why: Duplicate }
  | {
      readonly kind: 'new';
      /** What the journal is told, and after the commit the memory. */
      readonly entry: SeenRecord;
      /** Its name in the table of systems. */
      readonly system: string;
      /** Whether it is the newest observation of its system so far. */
      readonly newest: boolean;
    };

type RequestVerdict =
  | { readonly kind: 'duplicate' }
  | {
      readonly kind: 'new';
      readonly entry: SeenRecord;
      /** Their names in the table of systems. */
      readonly erased: readonly string[];
    };

/** The judgement of one batch. What it finds new counts for the rest of the batch; the memory learns it on `commit`. */
export interface Judgement {
  /** Whether its system was erased after it was received, or so shortly before that the definition refuses it still. */
  isErased(observation: Observation, definition: Definition): boolean;
  judge(observation: Observation, definition: Definition): Verdict;
  /** `enteredMs` is when it entered the log, by the broker's clock. */
  judgeRequest(request: SystemRequest, enteredMs: number, register: Register): RequestVerdict;
  /** To be called once the batch is durable, and never otherwise. */
  commit(): void;
}

/** Begins a batch. The one before it has been committed, or given up for good. */
export function beginBatch(memory: Memory, hash: Hash): Judgement {
  const entries: SeenRecord[] = [];
  const keys = new Set<DedupKey>();
  /** `erased`: the memory's moment does not hold any more. */
  const latest = new Map<string, Latest | 'erased'>();
  const erasures = createErasures();

  const hasSeen = (key: DedupKey) => keys.has(key) || memory.hasSeen(key);

  function latestOf(system: string): Latest | undefined {
    const here = latest.get(system);
    return here === 'erased' ? undefined : (here ?? memory.latestOf(system));
  }

  function erasuresOf(observation: Observation): Erasure[] {
    return namesOf(observation).flatMap((name) => {
      const earlier = memory.erasureOf(name);
      const here = erasures.of(name);
      return here === undefined ? (earlier ?? []) : following(earlier, here);
    });
  }

  /** Whether an observation returns to an earlier content of its system and day after another one: it counts again. Source: ADR 21. */
  function isReturn(observation: Observation, { key, ifSeen }: { key: DedupKey; ifSeen: Duplicate }): boolean {
    if (ifSeen !== 'duplicate_content') return false;
    const newest = latestOf(systemName(observation));
    if (newest === undefined || newest.lastKey === key) return false;
    return utcDay(newest.observedMs) === observation.day && isNewer(momentOf(observation), newest);
  }

  function note(entry: SeenRecord): void {
    for (const key of entry.keys) keys.add(key);
    entries.push(entry);
  }

  return {
    isErased(observation, { erasure: { refuse_for = 0 } }) {
      const receivedMs = Date.parse(observation.received_at);
      return erasuresOf(observation).some((erasure) => receivedMs <= erasure.receivedMs + refuse_for);
    },
    judge(observation, definition) {
      const eras = erasuresOf(observation).flatMap(({ era, until }) => (observation.day <= until ? era : []));
      const marks = POLICIES[definition.dedup.policy](observation, hash, eras.join(''));
      const seen = marks.find(({ key }) => hasSeen(key));
      if (seen !== undefined && !isReturn(observation, seen)) return { kind: 'duplicate', why: seen.ifSeen };
      const { observed_at, received_at } = observation;
      const system = systemName(observation);
      const entry: SeenRecord = {
        keys: marks.map(({ key }) => key),
        expires: expiryDay(observation.day, definition.record.late_window),
        system,
        observed_at,
        received_at,
      };
      const found = latestFrom(entry);
      const newest = isNewer(found, latestOf(system));
      if (newest) latest.set(system, found);
      note(entry);
      return { kind: 'new', entry, system, newest };
    },
    judgeRequest(request, enteredMs, register) {
      const key = hash(`request\0${request.receipt}`);
      if (hasSeen(key)) return { kind: 'duplicate' };
      const { systems, names } = subjectsOf(request, register);
      const isErasure = request.request === 'erasure';
      const { received_at } = request;
      const lastMs = Math.max(Date.parse(received_at), enteredMs) + APART_MS;
      const until = utcDay(lastMs);
      const expires = requestExpiry(lastMs, register);
      const entry: SeenRecord = { keys: [key], expires, erased: isErasure ? names : [], until, received_at };
      for (const name of entry.erased) latest.set(name, 'erased');
      erasures.add(entry);
      note(entry);
      return { kind: 'new', entry, erased: isErasure ? systems : [] };
    },
    commit() {
      for (const entry of entries) memory.remember(entry);
    },
  };
}

/** For gateways whose clocks differ, and for dead letters that are replayed. */
const MARGIN_MS = DAY_MS;
/** What was counted before an erasure may be ahead of it: ten minutes by its own clock, the rest by those of gateways. */
const APART_MS = HOUR_MS;

/**
 * The first UTC day on which no record that counts for `day` can come any more: the gateway takes such a record until the
 * day has ended and the late window (in milliseconds) after it, for it clamps what is older. Forgetting earlier counts
 * twice; forgetting later costs memory.
 */
export function expiryDay(day: string, lateWindowMs: number): string {
  const lastMs = Date.parse(day) + DAY_MS + lateWindowMs + MARGIN_MS;
  return utcDay(Math.ceil(lastMs / DAY_MS) * DAY_MS);
}

/**
 * The first UTC day on which nothing can come any more that a request is to hold back: what was counted before `lastMs`, or
 * was received while a definition refused it.
 */
function requestExpiry(lastMs: number, { definitions }: Pick<Register, 'definitions'>): string {
  const days = definitions.map(({ record, erasure }) =>
    expiryDay(utcDay(lastMs + (erasure.refuse_for ?? 0)), record.late_window),
  );
  return days.toSorted().at(-1) ?? expiryDay(utcDay(lastMs), 0);
}

/**
 * Whether a record that entered the log at that time (milliseconds, the broker's clock) came when its keys may have been
 * forgotten: only a dead letter that was delivered again can be so late, and nobody can tell any more whether it counts.
 */
export function isWindowOver(day: string, lateWindowMs: number, enteredMs: number): boolean {
  return utcDay(enteredMs) >= expiryDay(day, lateWindowMs);
}
