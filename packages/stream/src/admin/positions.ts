import type { Admin, KafkaClient } from '../client/kafka-client.ts';
import type { TopicPartition } from '../client/topic-partition.ts';
import { usingAdmin } from './admin-client.ts';

/** Thrown where a store remembers more than the topic ever held: it belongs to another topic of the same name. */
class PositionBeyondEnd extends Error {
  override readonly name = 'PositionBeyondEnd';
}

/**
 * Where a group goes on in a partition: its committed offset, or the first offset still there where it has committed
 * none or what it had committed has been deleted since. Rejects with the client's errors.
 */
export async function committedPosition(kafka: KafkaClient, group: string, target: TopicPartition): Promise<bigint> {
  const [committed, { low }] = await usingAdmin(kafka, (admin) =>
    Promise.all([
      admin.fetchOffsets({ groupId: group, topics: [kafka.topic(target.topic)] }),
      watermarks(kafka, admin, target),
    ]),
  );
  const found = committed.flatMap(({ partitions }) => partitions).find((p) => p.partition === target.partition);
  const offset = BigInt(found?.offset ?? -1);
  return offset < low ? low : offset;
}

/**
 * Where a store goes on that keeps `own` as its position: there, or at the first offset that has not been deleted. Rejects
 * with PositionBeyondEnd where the topic was made anew: going on would pass over records without a word.
 */
export async function storedPosition(kafka: KafkaClient, own: bigint, target: TopicPartition): Promise<bigint> {
  const { low, high } = await usingAdmin(kafka, (admin) => watermarks(kafka, admin, target));
  if (own > high)
    throw new PositionBeyondEnd(
      `the store is at ${own} of ${kafka.topic(target.topic)}/${target.partition}, which ends at ${high}: was the topic made anew?`,
    );
  return own < low ? low : own;
}

async function watermarks(kafka: KafkaClient, admin: Admin, { topic, partition }: TopicPartition) {
  const found = (await admin.fetchTopicOffsets(kafka.topic(topic))).find((p) => p.partition === partition);
  return { low: BigInt(found?.low ?? 0), high: BigInt(found?.high ?? 0) };
}
