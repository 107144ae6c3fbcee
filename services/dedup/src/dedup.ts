import { type DedupKey, type Definition, type Observation, type SeenRecord, utcDay } from '@heliograph/schema';
import { isNewer, type Memory, type Moment, momentOf } from './memory.ts';
import { type Duplicate, type Hash, POLICIES } from './policy.ts';

export type Verdict =
  | { readonly kind: 'duplicate'; readonly why: Duplicate }
  | {
      readonly kind: 'new';
      /** What the journal is told, and after the commit the memory. */
      readonly entry: SeenRecord;
      /** Whether it is the newest observation of its system so far. */
      readonly newest: boolean;
    };

/** The judgement of one batch. What it finds new counts for the rest of the batch; the memory learns it on `commit`. */
export interface Judgement {
  judge(observation: Observation, definition: Definition): Verdict;
  /** To be called once the batch is durable, and never otherwise. */
  commit(): void;
}

/** Begins a batch. The one before it has been committed, or given up for good. */
export function beginBatch(memory: Memory, hash: Hash): Judgement {
  const entries: SeenRecord[] = [];
  const keys = new Set<DedupKey>();
  const latest = new Map<string, Moment>();
  return {
    judge(observation, definition) {
      const marks = POLICIES[definition.dedup.policy](observation, hash);
      const seen = marks.find(({ key }) => keys.has(key) || memory.hasSeen(key));
      if (seen !== undefined) return { kind: 'duplicate', why: seen.ifSeen };
      const { observed_at, received_at } = observation;
      const entry: SeenRecord = {
        keys: marks.map(({ key }) => key),
        expires: expiryDay(observation.day, definition.record.late_window),
        system: systemName(observation),
        observed_at,
        received_at,
      };
      const moment = momentOf(entry);
      const newest = isNewer(moment, latest.get(entry.system) ?? memory.latestOf(entry.system));
      if (newest) latest.set(entry.system, moment);
      for (const key of entry.keys) keys.add(key);
      entries.push(entry);
      return { kind: 'new', entry, newest };
    },
    commit() {
      for (const entry of entries) memory.remember(entry);
    },
  };
}

const DAY_MS = 86_400_000;
/** For gateways whose clocks differ, and for dead letters that are replayed. */
const MARGIN_MS = DAY_MS;

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
 * Whether a record that entered the log at that time (milliseconds, the broker's clock) came when its keys may have been
 * forgotten: only a dead letter that was delivered again can be so late, and nobody can tell any more whether it counts.
 */
export function isWindowOver(day: string, lateWindowMs: number, enteredMs: number): boolean {
  return utcDay(enteredMs) >= expiryDay(day, lateWindowMs);
}

/** The key of a system in the table of systems. */
export function systemName({ application, telemetry_type, system_key }: Observation): string {
  return `${application}/${telemetry_type}/${system_key}`;
}
