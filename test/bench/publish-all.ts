import type { TopicId } from '@heliograph/schema';
import { createPublisher, type KafkaSettings, type PublishRecord } from '@heliograph/stream';
import { ownerOf } from '../../packages/testkit/src/builders.ts';
import { testRuntime } from '../../packages/testkit/src/runtime.ts';

const CHUNK = 5000;
const MAX_IN_FLIGHT_BYTES = 64 * 2 ** 20;
/** Filling competes with nothing; only a broken broker takes this long. */
const TIMEOUT_MS = 60_000;

/** Puts all the records into a topic, in their order, and resolves to their number once they are durable. */
export async function publishAll(
  kafka: KafkaSettings,
  topic: TopicId,
  records: Iterable<PublishRecord>,
): Promise<number> {
  const limits = { maxInFlightBytes: MAX_IN_FLIGHT_BYTES, deliveryTimeoutMs: TIMEOUT_MS };
  const publisher = await createPublisher({ kafka, stage: ownerOf(topic), topic, ...limits, runtime: testRuntime() });
  let sent = 0;
  let chunk: PublishRecord[] = [];
  const flush = async () => {
    await publisher.publish(chunk);
    sent += chunk.length;
    chunk = [];
  };
  try {
    for (const record of records) if (chunk.push(record) === CHUNK) await flush();
    await flush();
  } finally {
    await publisher.stop();
  }
  return sent;
}
