import type { TopicId } from '@heliograph/schema';
import type { Admin, KafkaClient } from '../client/kafka-client.ts';
import type { TopicPartition } from '../client/topic-partition.ts';
import { appendTimeMs } from './append-time.ts';

/** Where a consumer group stands in a partition. */
export interface GroupPosition extends TopicPartition {
  /** The first offset that the group has not settled: its committed offset, or the first that is there. */
  readonly next: bigint;
  /** The offset after the last record that can be read. */
  readonly end: bigint;
  /** When the record at an offset was written, in milliseconds since the epoch; see `appendTimeMs`. */
  writtenMs(offset: bigint): Promise<number>;
}

/** Of every partition of the topics, whether or not a member of the group owns it. Rejects with the client's errors. */
export async function groupPositionsOf(
  kafka: KafkaClient,
  admin: Admin,
  group: string,
  topics: readonly TopicId[],
): Promise<GroupPosition[]> {
  const committed = await admin.fetchOffsets({ groupId: group, topics: topics.map((id) => kafka.topic(id)) });
  const positions = topics.map(async (topic) => {
    const name = kafka.topic(topic);
    const offsets = committed.find((one) => one.topic === name)?.partitions ?? [];
    const since = rememberedOffsetsSince(admin, name);
    return (await admin.fetchTopicOffsets(name)).map(({ partition, low, high }): GroupPosition => {
      const own = BigInt(offsets.find((one) => one.partition === partition)?.offset ?? -1);
      const next = own < BigInt(low) ? BigInt(low) : own;
      const writtenMs = (offset: bigint) => appendTimeMs(offset, Date.now(), (timeMs) => since(partition, timeMs));
      return { topic, partition, next, end: BigInt(high), writtenMs };
    });
  });
  return (await Promise.all(positions)).flat();
}

/** The broker answers for all partitions of a topic at once. */
function rememberedOffsetsSince(admin: Admin, topic: string) {
  const asked = new Map<number, ReturnType<Admin['fetchTopicOffsetsByTimestamp']>>();
  return async (partition: number, timeMs: number): Promise<bigint> => {
    const answer = asked.get(timeMs) ?? admin.fetchTopicOffsetsByTimestamp(topic, timeMs);
    asked.set(timeMs, answer);
    const found = (await answer).find((one) => one.partition === partition);
    if (found === undefined) throw new Error(`${topic}/${partition} has no offsets`);
    return BigInt(found.offset);
  };
}
