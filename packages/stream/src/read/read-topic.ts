import { randomUUID } from 'node:crypto';
import type { TopicId } from '@heliograph/schema';
import { SILENT, withAdmin } from '../admin/admin-client.ts';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { Admin, KafkaClient, KafkaSettings } from '../client/kafka-client.ts';
import type { Log } from '../client/runtime.ts';
import { openTopicReader, type PartitionReading } from './topic-reader.ts';

export interface FollowOptions {
  readonly kafka: KafkaClient;
  readonly topic: TopicId;
  /** Has to be connected until the reader has caught up. */
  readonly admin: Admin;
  /** What is to be read: where the partitions begin and end now, or a part of that. */
  readonly extents: readonly Extent[];
  /** Of this reader alone: it gets all partitions and commits nothing. */
  readonly group: string;
  readonly fetchWaitMs?: number;
  readonly log?: Log;
  /** Is given each committed record once, those of a partition in their order. May not throw. */
  record(record: ConsumerRecord): void;
  /** The reader has its partitions, at first or again. */
  joined?(): void;
  /** The reader has lost its partitions; it joins again. */
  crashed?(error: Error): void;
  /** The reader ends: the client's error is not one that passes. */
  fail(error: Error): void;
}

/** What of a partition can be read. */
export interface Extent {
  readonly partition: number;
  /** The first offset that has not been deleted. */
  readonly low: bigint;
  /** The last stable offset: the first one of a transaction that is open, else the one after the last record. */
  readonly end: bigint;
}

export interface FollowedTopic {
  /** Resolves when all has been read that the extents span, however long the broker takes. */
  readonly caughtUp: Promise<void>;
  stop(): Promise<void>;
}

/** How often the extents are looked at until the reader has caught up. */
const POLL_MS = 1000;

export async function extentsOf(kafka: KafkaClient, admin: Admin, topic: TopicId): Promise<Extent[]> {
  const offsets = await admin.fetchTopicOffsets(kafka.topic(topic));
  // The client asks for the offsets of committed records.
  return offsets.map(({ partition, low, high }) => ({ partition, low: BigInt(low), end: BigInt(high) }));
}

/**
 * Reads a topic from where the extents begin and goes on. It has caught up when its position in each partition has passed the end
 * that the extents tell. Positions decide, not records: the markers of transactions and what was aborted take offsets too,
 * and the end of a log may hold nothing else. Rejects with the client's errors.
 */
export async function followTopic(options: FollowOptions): Promise<FollowedTopic> {
  const { kafka, topic, admin, extents, group, fetchWaitMs, record, joined, crashed, fail } = options;
  /** The ends of the partitions that have not been read so far. */
  const ends = new Map(extents.map(({ partition, end }) => [partition, end]));
  const complete = Promise.withResolvers<void>();
  const reached = (partition: number, position: bigint) => {
    if (position >= (ends.get(partition) ?? position)) ends.delete(partition);
    if (ends.size > 0) return;
    clearInterval(poll);
    complete.resolve();
  };
  // Retention may delete what is to be read; then nothing is fetched whose offsets would tell.
  const poll = setInterval(() => {
    extentsOf(kafka, admin, topic).then(
      (now) => now.forEach(({ partition, low }) => void reached(partition, low)),
      () => undefined,
    );
  }, POLL_MS);
  for (const { partition, low } of extents) reached(partition, low);
  const readings = new Map<number, PartitionReading>();
  const readingOf = (partition: number) => {
    const failed = (error: unknown) => fail(error instanceof Error ? error : new Error(String(error)));
    const reading = readings.get(partition) ?? { record, position: (at: bigint) => reached(partition, at), failed };
    readings.set(partition, reading);
    return reading;
  };
  try {
    const reader = await openTopicReader({
      ...{ kafka, topic, group, log: options.log ?? SILENT, readingOf, fail },
      from: new Map(extents.map(({ partition, low }) => [partition, low])),
      ...(fetchWaitMs === undefined ? {} : { fetchWaitMs }),
      joined: () => joined?.(),
      crashed: (error) => crashed?.(error),
    });
    return {
      caughtUp: complete.promise,
      stop() {
        clearInterval(poll);
        return reader.stop();
      },
    };
  } catch (error) {
    clearInterval(poll);
    throw error;
  }
}

const TIMEOUT_MS = 60_000;
/** A read ends when the fetch under way has returned. */
const FETCH_WAIT_MS = 25;

/**
 * Reads what a topic holds at the time of the call, by partition and offset: what is committed, up to the first transaction
 * that is open. It belongs to no working group and commits nothing. Rejects if no record comes for `timeoutMs` (60 s by default), and
 * with the client's errors.
 */
export async function readTopic(
  settings: KafkaSettings,
  id: TopicId,
  options: { timeoutMs?: number } = {},
): Promise<ConsumerRecord[]> {
  const records: ConsumerRecord[] = [];
  await scanTopic(settings, id, (record) => void records.push(record), options);
  return records.sort(inLogOrder);
}

/** By partition and offset. */
export function inLogOrder(a: ConsumerRecord, b: ConsumerRecord): number {
  return a.partition - b.partition || (a.offset < b.offset ? -1 : 1);
}

/**
 * The same one record at a time, in the order of each partition, without keeping all of them. Records that are written
 * meanwhile may be among them.
 */
export async function scanTopic(
  settings: KafkaSettings,
  id: TopicId,
  each: (record: ConsumerRecord) => void,
  { timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {},
): Promise<void> {
  await withAdmin(settings, async (kafka, admin) => {
    await scanExtents({ kafka, admin, id, each, timeoutMs, extents: await extentsOf(kafka, admin, id) });
  });
}

interface Scan {
  readonly kafka: KafkaClient;
  readonly admin: Admin;
  readonly id: TopicId;
  readonly extents: readonly Extent[];
  each(record: ConsumerRecord): void;
  readonly timeoutMs?: number;
}

/** The same of a part of a topic, of which records before and behind may come along. */
export async function scanExtents({ kafka, admin, id, extents, each, timeoutMs = TIMEOUT_MS }: Scan): Promise<void> {
  if (extents.every(({ low, end }) => low >= end)) return;
  const group = `${kafka.group('reader')}.${randomUUID()}`;
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  const deadline = setTimeout(
    () =>
      failed.reject(new Error(`nothing of ${kafka.topic(id)} came for ${timeoutMs} ms, and its end has not been read`)),
    timeoutMs,
  );
  const followed = await followTopic({
    ...{ kafka, topic: id, admin, extents, group, fetchWaitMs: FETCH_WAIT_MS },
    record(record) {
      deadline.refresh();
      each(record);
    },
    fail: failed.reject,
  });
  try {
    await Promise.race([followed.caughtUp, failed.promise]);
  } finally {
    clearTimeout(deadline);
    await followed.stop();
  }
  await admin.deleteGroups([group]);
}
