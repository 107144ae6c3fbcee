import { Gauge, type Registry } from 'prom-client';
import { partitionName, type TopicPartition } from '../client/topic-partition.ts';

/** How far a partition is behind, as of now. */
export interface PartitionLag {
  /** Offsets between the last one settled and the end of the log. */
  readonly records: number;
  /** The age of the oldest record that is not settled; 0 if there is none. */
  readonly seconds: number;
}

/** What is known of the lag of the partitions that this process owns: also of those that wait, or are being acquired. */
export interface Lag {
  /** A batch has arrived that begins at `next`: before anything is done with it. `oldestMs`: when its first record was written. */
  fetched(place: TopicPartition, extent: Extent & { readonly oldestMs: number }): void;
  /** All before `next` is settled. */
  settled(place: TopicPartition, next: bigint): void;
  /** The broker has been asked where the log ends; `oldestMs`: when the record at `next` was written. */
  asked(place: TopicPartition, extent: Extent & { readonly oldestMs?: number | undefined }): void;
  forget(place: TopicPartition): void;
  of(place: TopicPartition): PartitionLag | undefined;
  /** The offset of the first record that is not settled; undefined until it is known. */
  nextOf(place: TopicPartition): bigint | undefined;
  /** Whether it is known when the record at `nextOf` was written. */
  isDated(place: TopicPartition): boolean;
  /** Milliseconds since anything was heard of the partition. */
  silentMs(place: TopicPartition): number;
}

interface Extent {
  /** The first offset that is not settled. */
  readonly next: bigint;
  /** The offset after the last record of the log. */
  readonly end: bigint;
}

interface Known extends Extent {
  readonly place: TopicPartition;
  /** When the record at `next` was written, or, while that is not known, when it was noticed. */
  readonly oldestMs: number;
  readonly isDated: boolean;
  readonly heardMs: number;
}

/** `now`: milliseconds since the epoch. */
export function createLag(now: () => number): Lag & { all(): Iterable<[TopicPartition, PartitionLag]> } {
  const known = new Map<string, Known>();
  const get = (place: TopicPartition) => known.get(partitionName(place));

  function set(place: TopicPartition, extent: Extent, oldestMs: number | undefined): void {
    const before = get(place);
    const heardMs = now();
    // What has been waited for stays as old as it is.
    const same = before !== undefined && before.next === extent.next && before.end > before.next ? before : undefined;
    const dated = oldestMs ?? (same?.isDated ? same.oldestMs : undefined);
    known.set(partitionName(place), {
      ...{ place, next: extent.next, end: extent.end, heardMs },
      oldestMs: dated ?? same?.oldestMs ?? heardMs,
      isDated: dated !== undefined,
    });
  }

  const lagOf = ({ next, end, oldestMs }: Known): PartitionLag => {
    if (end <= next) return { records: 0, seconds: 0 };
    return { records: Number(end - next), seconds: Math.max(0, now() - oldestMs) / 1000 };
  };

  return {
    fetched: (place, { oldestMs, ...extent }) => set(place, extent, oldestMs),
    settled: (place, next) => set(place, { next, end: get(place)?.end ?? next }, undefined),
    asked: (place, { oldestMs, ...extent }) => set(place, extent, oldestMs),
    forget: (place) => void known.delete(partitionName(place)),
    of(place) {
      const found = get(place);
      return found && lagOf(found);
    },
    nextOf: (place) => get(place)?.next,
    isDated: (place) => get(place)?.isDated ?? false,
    silentMs: (place) => now() - (get(place)?.heardMs ?? 0),
    *all() {
      for (const one of known.values()) yield [one.place, lagOf(one)];
    },
  };
}

/** The same, shown as metrics: computed when they are read, so that what stands still grows older. */
export function showLag(registry: Registry, now: () => number): Lag {
  const lag = createLag(now);
  const labelNames = ['topic', 'partition'] as const;
  const collect = (pick: (one: PartitionLag) => number) =>
    function (this: Gauge<'topic' | 'partition'>) {
      this.reset();
      for (const [{ topic, partition }, one] of lag.all()) this.set({ topic, partition }, pick(one));
    };
  new Gauge({
    name: 'heliograph_consumer_lag_records',
    help: 'Offsets between the last one settled and the end of the partition',
    ...{ labelNames, registers: [registry], collect: collect(({ records }) => records) },
  });
  new Gauge({
    name: 'heliograph_consumer_lag_seconds',
    help: 'Age of the oldest record of the partition that is not settled; 0 if there is none',
    ...{ labelNames, registers: [registry], collect: collect(({ seconds }) => seconds) },
  });
  return lag;
}
