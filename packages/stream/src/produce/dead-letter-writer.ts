import type { InputTopicId } from '@heliograph/schema';
import type { KafkaClient, Producer } from '../client/kafka-client.ts';
import type { PendingDeadLetter } from '../outcome/settle.ts';
import { byTopic, splitBySize, toDeadLetterMessages } from './messages.ts';

export interface DeadLetterWriter {
  /** Resolves once all in-sync replicas have the letters. Rejects with the client's errors; some may be there then. */
  write(topic: InputTopicId, letters: readonly PendingDeadLetter[]): Promise<void>;
  close(): Promise<void>;
}

/** How long the broker may take to accept a dead letter before the batch is tried again. */
const TIMEOUT_MS = 10_000;

/** Connects with the first letter, and anew after a failure: the connection may be one on which nothing comes back any more. */
export function createDeadLetterWriter(
  kafka: KafkaClient,
  stage: Parameters<typeof toDeadLetterMessages>[3],
): DeadLetterWriter {
  let opening: Promise<Producer> | undefined;

  async function open(): Promise<Producer> {
    const producer = kafka.producer(TIMEOUT_MS);
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
  }

  async function close(): Promise<void> {
    const closing = opening;
    opening = undefined;
    await closing?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  return {
    async write(topic, letters) {
      const chunks = splitBySize(toDeadLetterMessages(kafka, topic, letters, stage, Date.now()));
      if (chunks.length === 0) return;
      opening ??= open();
      const mine = opening;
      try {
        const producer = await mine;
        for (const chunk of chunks) await producer.sendBatch({ topicMessages: byTopic(chunk) });
      } catch (error) {
        if (opening === mine) void close();
        throw error;
      }
    },
    close,
  };
}
