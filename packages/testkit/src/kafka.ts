import { randomBytes } from 'node:crypto';
import type { KafkaSettings } from '@heliograph/stream';
import { backing } from './backing.ts';

/** The real broker under a topic prefix that nobody else uses; its topics exist once `provisionTopics` has made them. */
export function testKafka(name = 'test'): KafkaSettings {
  const topicPrefix = `${name}-${randomBytes(6).toString('hex')}`;
  return { brokers: backing().kafka, clientId: topicPrefix, topicPrefix };
}
