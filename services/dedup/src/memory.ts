import { type DedupKey, type SeenObservation, type SeenRecord, utcDay } from '@heliograph/schema';
import { createErasures, type Erasure } from './erasures.ts';

/** The dedup keys of one partition. */
export interface SeenKeys {
  has(key: DedupKey): boolean;
  /** `expires` is the first UTC day on which the keys may be forgotten. */
  add(keys: readonly DedupKey[], expires: string): void;
  /** Forgets the keys that expire on `today` or before. */
  expire(today: string): void;
  readonly size: number;
}

/** Where an observation stands among those of its system, in milliseconds since the epoch. */
export interface Moment {
  readonly observedMs: number;
  readonly receivedMs: number;
}

/** The newest observation of a system, and the last of its dedup keys. */
export interface Latest extends Moment {
  readonly lastKey: DedupKey | undefined;
}

/** What dedup remembers of one partition: the sum of the journal's entries, and nothing that is not in the journal. */
export interface Memory {
  hasSeen(key: DedupKey): boolean;
  /** The newest observation of a system; undefined where no older one can come any more. */
  latestOf(system: string): Latest | undefined;
  /** The erasures under a name; undefined where nothing of the time before them can come any more. */
  erasureOf(name: string): Erasure | undefined;
  /** The same call after a commit and in a restore: that is why both lead to the same decisions. */
  remember(entry: SeenRecord): void;
  readonly keys: number;
  readonly systems: number;
  readonly erasures: number;
}

/**
 * Forgets by the clock of the records and not of this machine: after a day's standstill the records that have waited
 * still find what they need. One entry with a later `received_at` moves the clock for all; none is later than the broker's
 * time of its record.
 */
export function createMemory(seen: SeenKeys): Memory {
  const latest = new Map<string, Latest & { readonly expires: string }>();
  const erasures = createErasures();
  let today = '';

  function forget(): void {
    seen.expire(today);
    erasures.expire(today);
    for (const [system, { expires }] of latest) if (expires <= today) latest.delete(system);
  }

  return {
    hasSeen: (key) => seen.has(key),
    latestOf: (system) => latest.get(system),
    erasureOf: (name) => erasures.of(name),
    remember(entry) {
      seen.add(entry.keys, entry.expires);
      if ('erased' in entry) {
        erasures.add(entry);
        for (const name of entry.erased) latest.delete(name);
      } else {
        const found = latestFrom(entry);
        if (isNewer(found, latest.get(entry.system))) latest.set(entry.system, { ...found, expires: entry.expires });
      }
      const day = utcDay(Date.parse(entry.received_at));
      if (day <= today) return;
      today = day;
      forget();
    },
    get keys() {
      return seen.size;
    },
    get systems() {
      return latest.size;
    },
    get erasures() {
      return erasures.size;
    },
  };
}

export function momentOf({ observed_at, received_at }: Pick<SeenObservation, 'observed_at' | 'received_at'>): Moment {
  return { observedMs: Date.parse(observed_at), receivedMs: Date.parse(received_at) };
}

/** What an observation is to those of its system that come later. */
export function latestFrom(entry: Pick<SeenObservation, 'observed_at' | 'received_at' | 'keys'>): Latest {
  return { ...momentOf(entry), lastKey: entry.keys.at(-1) };
}

/** By `observed_at`, then by `received_at`; what is equal in both is not newer. */
export function isNewer(moment: Moment, than: Moment | undefined): boolean {
  if (than === undefined) return true;
  if (moment.observedMs !== than.observedMs) return moment.observedMs > than.observedMs;
  return moment.receivedMs > than.receivedMs;
}
