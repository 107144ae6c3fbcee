import { type DeadTopicId, topicName } from '@heliograph/schema';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { KafkaSettings } from '../client/kafka-client.ts';
import { inLogOrder, scanTopic } from '../read/read-topic.ts';
import { type DeadLetter, type DeadLetterFilter, matches, toDeadLetter } from './dead-letters.ts';

/** Enough for millions of letters; a topic that takes longer has another problem. */
const TIMEOUT_MS = 300_000;

export interface DeadLetters {
  readonly letters: readonly DeadLetter[];
  /** Records in the topic that lack the headers of a dead letter, or have a reason that this version does not know. */
  readonly unreadable: number;
}

/**
 * The dead letters of a topic at the time of the call, by partition and offset, as far as the filter asks for them. They
 * are held in memory with their bytes. Rejects with the client's errors.
 */
export async function readDeadLetters(
  settings: KafkaSettings,
  topic: DeadTopicId,
  filter: DeadLetterFilter,
): Promise<DeadLetters> {
  const fullName = topicName(settings.topicPrefix, topic);
  const letters: DeadLetter[] = [];
  let unreadable = 0;
  const keep = (record: ConsumerRecord) => {
    const letter = toDeadLetter(topic, fullName, record);
    if (letter === undefined) unreadable += 1;
    else if (matches(letter, filter)) letters.push(letter);
  };
  await scanTopic(settings, topic, keep, { timeoutMs: TIMEOUT_MS });
  return { letters: letters.sort((a, b) => inLogOrder(a.record, b.record)), unreadable };
}
