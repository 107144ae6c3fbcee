import { randomBytes } from 'node:crypto';
import { DAY_MS, type TopicId } from '@heliograph/schema';
import { createPublisher, deleteTopics, type KafkaSettings, provisionTopics } from '@heliograph/stream';
import { backing } from './backing.ts';
import { ownerOf } from './builders.ts';
import { afterFile } from './cleanup.ts';
import { testRuntime } from './runtime.ts';

/** The real broker under a topic prefix of its own; what topics there are with it are deleted after the test file. */
export function testKafka(name = 'test'): KafkaSettings {
  const topicPrefix = `${name}-${randomBytes(6).toString('hex')}`;
  const kafka = { brokers: backing().kafka, clientId: topicPrefix, topicPrefix };
  afterFile(() => deleteTopics(kafka));
  return kafka;
}

const LATE_WINDOW_MS = 2 * DAY_MS;

/** Makes the topics that a test names. One partition each, unless the claim is about several. */
export async function makeTopics(kafka: KafkaSettings, ids: readonly TopicId[], partitions = 1): Promise<void> {
  const plan = { partitions, replicationFactor: 1, minInSyncReplicas: 1, longestLateWindowMs: LATE_WINDOW_MS };
  await provisionTopics(kafka, plan, ids);
}

/** A record to publish: its value as bytes, or as what they are the JSON of. */
interface TestRecord {
  readonly key: string;
  readonly value: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Publishes the records at once, in their order, as the stage that owns the topic. Resolves when the broker has them. */
export async function publishRecords(kafka: KafkaSettings, topic: TopicId, records: readonly TestRecord[]) {
  const limits = { maxInFlightBytes: 1e7, deliveryTimeoutMs: 10_000 };
  const publisher = await createPublisher({ kafka, stage: ownerOf(topic), topic, ...limits, runtime: testRuntime() });
  await publisher.publish(
    records.map(({ key, value, headers = {} }) => ({
      key,
      value: Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)),
      headers,
    })),
  );
  await publisher.stop();
}
