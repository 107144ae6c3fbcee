import type { Admin } from './kafka-client.ts';

/**
 * Where a group goes on in a partition: its committed offset, or the first offset still there where it has committed
 * none or what it had committed has been deleted since. Rejects with the client's errors.
 */
export async function committedPosition(
  admin: Admin,
  group: string,
  topic: string,
  partition: number,
): Promise<bigint> {
  const [committed, watermarks] = await Promise.all([
    admin.fetchOffsets({ groupId: group, topics: [topic] }),
    admin.fetchTopicOffsets(topic),
  ]);
  const low = BigInt(watermarks.find((p) => p.partition === partition)?.low ?? 0);
  const found = committed.flatMap(({ partitions }) => partitions).find((p) => p.partition === partition);
  const offset = BigInt(found?.offset ?? -1);
  return offset < low ? low : offset;
}
