import { randomBytes } from 'node:crypto';
import { DAY_MS, type TopicId } from '@heliograph/schema';
import { deleteTopics, type KafkaSettings, provisionTopics } from '@heliograph/stream';
import { backing } from './backing.ts';
import { afterFile } from './cleanup.ts';

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
