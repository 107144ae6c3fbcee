import type { InputTopicId, ServiceName } from '@heliograph/schema';
import type { KafkaSettings } from '../client/kafka-client.ts';
import { withAdmin } from './admin-client.ts';

/**
 * Moves the committed offsets of a stage's group to the beginning or the end of one of its topics, in every partition.
 * Where the stage keeps its position in its store this changes nothing but what tools show as lag. Rejects while the
 * group has members, and with the client's errors.
 */
export async function moveGroup(
  settings: KafkaSettings,
  stage: ServiceName,
  input: InputTopicId,
  to: 'beginning' | 'end',
): Promise<void> {
  await withAdmin(settings, async (kafka, admin) => {
    const topic = kafka.topic(input);
    const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
      partition,
      offset: to === 'beginning' ? low : high,
    }));
    await admin.setOffsets({ groupId: kafka.group(stage), topic, partitions });
  });
}

/** The committed offset of a stage's group in each partition of a topic; -1 where it has committed none. */
export async function groupPositions(
  settings: KafkaSettings,
  stage: ServiceName,
  input: InputTopicId,
): Promise<ReadonlyMap<number, bigint>> {
  return withAdmin(settings, async (kafka, admin) => {
    const found = await admin.fetchOffsets({ groupId: kafka.group(stage), topics: [kafka.topic(input)] });
    return new Map(found.flatMap(({ partitions }) => partitions.map((p) => [p.partition, BigInt(p.offset)])));
  });
}
