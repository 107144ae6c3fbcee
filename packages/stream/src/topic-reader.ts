import { randomUUID } from 'node:crypto';
import type { TopicId } from '@heliograph/schema';
import type { KafkaSettings } from './kafka-client.ts';
import { withAdmin } from './topic-admin.ts';
import { extentsOf, followTopic, type StoredRecord } from './topic-follower.ts';

const TIMEOUT_MS = 60_000;
/** A read ends when the fetch under way has returned. */
const FETCH_WAIT_MS = 25;

/**
 * Reads what a topic holds at the time of the call, by partition and offset: what is committed, up to the first transaction
 * that is open. It belongs to no working group and commits nothing. Rejects after `timeoutMs` (60 s by default), and with the client's errors.
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

/**
 * The same one record at a time, in the order of each partition, without keeping all of them. Records that are written
 * meanwhile may be among them.
 */
export async function scanTopic(
  settings: KafkaSettings,
  id: TopicId,
  each: (record: StoredRecord) => void,
  { timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {},
): Promise<void> {
  await withAdmin(settings, async (kafka, admin) => {
    const topic = kafka.topic(id);
    const extents = await extentsOf(admin, topic);
    if (extents.every(({ low, end }) => low >= end)) return;
    const group = `${kafka.group('reader')}.${randomUUID()}`;
    const failed = Promise.withResolvers<never>();
    failed.promise.catch(() => undefined);
    const followed = await followTopic({
      ...{ kafka, topic, admin, extents, group, fetchWaitMs: FETCH_WAIT_MS },
      record: each,
      fail: failed.reject,
    });
    const deadline = setTimeout(() => failed.reject(new Error(`${topic} was not read in ${timeoutMs} ms`)), timeoutMs);
    try {
      await Promise.race([followed.caughtUp, failed.promise]);
    } finally {
      clearTimeout(deadline);
      await followed.stop();
    }
    await admin.deleteGroups([group]);
  });
}
