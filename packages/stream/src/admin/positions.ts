import type { Admin, KafkaClient } from '../client/kafka-client.ts';
import type { TopicPartition } from '../client/topic-partition.ts';
import { usingAdmin } from './admin-client.ts';

/** Thrown where a store remembers more than the topic ever held: it belongs to another topic of the same name. */
class PositionBeyondEnd extends Error {
  override readonly name = 'PositionBeyondEnd';
}

/** Where to go on in a partition, and where the log ends: the offset after the last record that can be read. */
export interface Position {
  readonly next: bigint;
  readonly end: bigint;
}

/** The position of a reader, once it has been compared with both ends of the log. */
export interface StartingPoint extends Position {
  /** Offsets between the position and the beginning of the log: deleted before they were read. Markers are among them. */
  readonly expired: bigint;
  /** The log ends before the position, or was reset under a reader: it has lost its tail, and may have grown again. */
  readonly isTruncated: boolean;
}

/**
 * Where a group goes on in a partition: its committed offset, or the beginning of the log where it has committed none or
 * what it had committed has been deleted since. A log that has lost its tail is read from its beginning, because what was
 * appended since cannot be told from what was there before: it is processed again rather than passed over. `wasReset` says
 * that the broker has refused the position meanwhile. Rejects with the client's errors.
 */
export async function committedPosition(
  kafka: KafkaClient,
  group: string,
  target: TopicPartition,
  wasReset = false,
): Promise<StartingPoint> {
  const [committed, { low, high }] = await usingAdmin(kafka, (admin) =>
    Promise.all([
      admin.fetchOffsets({ groupId: group, topics: [kafka.topic(target.topic)] }),
      watermarks(kafka, admin, target),
    ]),
  );
  const found = committed.flatMap(({ partitions }) => partitions).find((p) => p.partition === target.partition);
  const offset = BigInt(found?.offset ?? -1);
  if (offset < 0n) return { next: low, end: high, expired: 0n, isTruncated: false };
  if (offset > high || (wasReset && offset >= low)) return { next: low, end: high, expired: 0n, isTruncated: true };
  return startAt(offset, low, high);
}

/**
 * Where a store goes on that keeps `own` as its position: there, or at the first offset that has not been deleted. Rejects
 * with PositionBeyondEnd where the log ends before it, or was reset under its reader: going on would pass over records.
 */
export async function storedPosition(
  kafka: KafkaClient,
  own: bigint,
  target: TopicPartition,
  wasReset = false,
): Promise<StartingPoint> {
  const { low, high } = await usingAdmin(kafka, (admin) => watermarks(kafka, admin, target));
  if (own > high || (wasReset && own > low))
    throw new PositionBeyondEnd(
      `the store is at ${own} of ${kafka.topic(target.topic)}/${target.partition}, which ends at ${high}: was the topic made anew, or has its log lost its end?`,
    );
  // A store that has nothing yet is filled from what is there.
  return own === 0n ? { next: low, end: high, expired: 0n, isTruncated: false } : startAt(own, low, high);
}

function startAt(offset: bigint, low: bigint, end: bigint): StartingPoint {
  return offset < low
    ? { next: low, end, expired: low - offset, isTruncated: false }
    : { next: offset, end, expired: 0n, isTruncated: false };
}

async function watermarks(kafka: KafkaClient, admin: Admin, { topic, partition }: TopicPartition) {
  const found = (await admin.fetchTopicOffsets(kafka.topic(topic))).find((p) => p.partition === partition);
  return { low: BigInt(found?.low ?? 0), high: BigInt(found?.high ?? 0) };
}
