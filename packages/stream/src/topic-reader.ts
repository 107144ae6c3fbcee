import { randomUUID } from 'node:crypto';
import type { TopicId } from '@heliograph/schema';
import { headersOf, type KafkaMessage, type KafkaSettings } from './kafka-client.ts';
import { withAdmin } from './topic-admin.ts';

/** A record as it stands in the log. */
export interface StoredRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly timestampMs: number;
}

/**
 * How long the broker may answer with nothing before the rest is taken for markers of transactions, which nobody delivers.
 * A broker that does not answer says nothing of the kind.
 */
const SILENCE_MS = 1000;

/**
 * Reads what a topic holds at the time of the call: committed records only, by partition and offset. It belongs to no
 * working group and commits nothing. Rejects after `timeoutMs` (30 s by default).
 */
export async function readTopic(
  settings: KafkaSettings,
  id: TopicId,
  options: { timeoutMs?: number } = {},
): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  await scanTopic(settings, id, (record) => void records.push(record), options);
  return records.sort(inLogOrder);
}

/** By partition and offset. */
export function inLogOrder(a: StoredRecord, b: StoredRecord): number {
  return a.partition - b.partition || (a.offset < b.offset ? -1 : 1);
}

/** The same one record at a time, in the order of each partition, for those who need not keep all of them. */
export async function scanTopic(
  settings: KafkaSettings,
  id: TopicId,
  each: (record: StoredRecord) => void,
  { timeoutMs = 30_000 }: { timeoutMs?: number } = {},
): Promise<void> {
  await withAdmin(settings, async (kafka, admin) => {
    const topic = kafka.topic(id);
    const group = `${kafka.group('reader')}.${randomUUID()}`;
    const ends = new Map<number, bigint>();
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      if (BigInt(high) > BigInt(low)) ends.set(partition, BigInt(high));
    if (ends.size === 0) return;
    const finished = Promise.withResolvers<void>();
    let silence: NodeJS.Timeout | undefined;
    const answered = () => {
      silence ??= setTimeout(finished.resolve, SILENCE_MS);
    };
    const heard = () => {
      clearTimeout(silence);
      silence = undefined;
    };
    const deadline = setTimeout(
      () => finished.reject(new Error(`${topic} was not read in ${timeoutMs} ms`)),
      timeoutMs,
    );
    const consumer = kafka.consumer(group);
    consumer.on('consumer.fetch', answered);
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          heard();
          for (const message of batch.messages) each(toStored(batch.partition, message));
          const end = ends.get(batch.partition);
          if (end !== undefined && BigInt(batch.lastOffset()) + 1n >= end) ends.delete(batch.partition);
          if (ends.size === 0) finished.resolve();
        },
      });
      await finished.promise;
    } finally {
      clearTimeout(deadline);
      clearTimeout(silence);
      await consumer.disconnect();
    }
    await admin.deleteGroups([group]);
  });
}

function toStored(partition: number, message: KafkaMessage): StoredRecord {
  return {
    partition,
    offset: BigInt(message.offset),
    key: message.key?.toString() ?? null,
    value: message.value,
    headers: headersOf(message.headers),
    timestampMs: Number(message.timestamp),
  };
}
