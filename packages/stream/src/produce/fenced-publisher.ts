import { assertWriter, type ServiceName, type WritesOf } from '@heliograph/schema';
import { createKafka, type KafkaSettings, type Producer } from '../client/kafka-client.ts';
import type { Log } from '../client/runtime.ts';
import { byTopic, type OutgoingMessage, splitBySize } from './messages.ts';

export interface FencedPublisherOptions<S extends ServiceName> {
  readonly stage: S;
  readonly topic: NoInfer<WritesOf<S>>;
  readonly kafka: KafkaSettings;
  readonly log: Log;
}

/** A record for a compacted topic; null is a tombstone. */
export interface FencedRecord {
  readonly key: string;
  readonly value: Buffer | null;
}

/** The right to write what a store says into a topic: of those who have opened it, the last one has it. */
export interface FencedPublisher {
  /**
   * Writes the records, in their order by key, all at once or not at all. After a rejection they may be
   * there; to write them again, open another publisher. Rejects with the client's errors, which KAFKA_ERRORS classifies.
   */
  send(records: readonly FencedRecord[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the publisher, and fences all that were opened before: nothing of them arrives from now on, however long it has been on its
 * way. Without that, a process that stood still could put an old value over a newer one, for ever.
 */
export async function openFencedPublisher<S extends ServiceName>({
  stage,
  topic,
  kafka: settings,
  log,
}: FencedPublisherOptions<S>): Promise<FencedPublisher> {
  assertWriter(stage, topic);
  const kafka = createKafka(settings, log);
  const name = kafka.topic(topic);
  const producer = kafka.transactionalProducer(`${kafka.group(stage)}.${name}`);
  const close = () => producer.disconnect().catch(() => undefined);
  try {
    await producer.connect();
    // Connecting alone does not fence: the client asks for its epoch with its first transaction.
    await (await producer.transaction()).abort();
  } catch (error) {
    await close();
    throw error;
  }
  // Whatever the partition is, which the key decides: one request for all of them is not larger than one of them may be.
  const toMessage = (record: FencedRecord) => ({ topic: name, partition: 0, headers: {}, ...record });
  return { close, send: (records) => send(producer, splitBySize(records.map(toMessage))) };
}

async function send(producer: Producer, chunks: readonly (readonly OutgoingMessage[])[]): Promise<void> {
  const transaction = await producer.transaction();
  try {
    for (const chunk of chunks) {
      const topicMessages = byTopic(chunk).map(({ topic, messages }) => ({
        topic,
        messages: messages.map(({ key, value }) => ({ key, value })),
      }));
      await transaction.sendBatch({ topicMessages });
    }
  } catch (error) {
    await transaction.abort().catch(() => undefined);
    throw error;
  }
  await transaction.commit();
}
