import { randomUUID } from 'node:crypto';
import type { TopicId } from '@heliograph/schema';
import type { Runtime } from './handler.ts';
import { type ConsumerRunConfig, headersOf, type KafkaClient, type Transaction } from './kafka-client.ts';
import { runTirelessly } from './tireless-consumer.ts';

export interface JournalRecord {
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads one partition of the journal from its beginning to its end; resolves at the end. */
export type Restore = (each: (record: JournalRecord) => void) => Promise<void>;

export interface JournalReader {
  /** Writes a mark into the fencing transaction; once it has been read back, all that was written before it has too. */
  mark(transaction: Transaction, partition: number): Promise<string>;
  /** Rejects with the client's errors, with a JournalSilent or a JournalOvertaken; all may be tried again. */
  restore(partition: number, mark: string, each: (record: JournalRecord) => void): Promise<void>;
  stop(): Promise<void>;
}

/** Thrown where nothing of the journal has arrived for a while, although its end has not been read. */
export class JournalSilent extends Error {
  override readonly name = 'JournalSilent';
}

/** Thrown where the same partition is being restored anew, by an acquisition that has fenced the one before it. */
export class JournalOvertaken extends Error {
  override readonly name = 'JournalOvertaken';
}

/** Longer than a broker needs to come back and the client to notice it. */
const SILENCE_MS = 60_000;

/** Marks carry this header, no value, and are nobody's business but the reader's. */
const MARK = 'mark';

interface Reading {
  readonly mark: string;
  readonly each: (record: JournalRecord) => void;
  heardAt: number;
  done(): void;
  failed(error: Error): void;
}

/**
 * One consumer for the process, in a group of its own that owns every partition of the journal, all of them paused; a
 * restore rewinds and resumes one. The end of a journal cannot be told from offsets, because the markers of transactions
 * take offsets too and are never delivered: hence the mark.
 */
export async function openJournal(
  kafka: KafkaClient,
  id: TopicId,
  stage: string,
  runtime: Pick<Runtime, 'fail'>,
): Promise<JournalReader> {
  const topic = kafka.topic(id);
  const consumer = kafka.consumer(`${kafka.group(stage)}.journal.${randomUUID()}`);
  const readings = new Map<number, Reading>();
  const joined = Promise.withResolvers<void>();
  consumer.on('consumer.group_join', ({ payload }) => {
    for (const partition of payload.memberAssignment[topic] ?? [])
      if (!readings.has(partition)) consumer.pause([{ topic, partitions: [partition] }]);
    for (const [partition] of readings) rewind(partition);
    joined.resolve();
  });
  const watch = setInterval(() => {
    for (const [partition, reading] of readings)
      if (performance.now() - reading.heardAt > SILENCE_MS)
        finish(partition, () => reading.failed(new JournalSilent(`${topic}/${partition} is silent`)));
  }, SILENCE_MS / 10);
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const config: ConsumerRunConfig = {
    autoCommit: false,
    partitionsConsumedConcurrently: 8,
    eachBatch: async ({ batch, isStale }) => {
      const reading = readings.get(batch.partition);
      if (reading === undefined || isStale()) return;
      reading.heardAt = performance.now();
      for (const message of batch.messages) {
        const headers = headersOf(message.headers);
        if (headers[MARK] === undefined) {
          reading.each({ key: message.key?.toString() ?? null, value: message.value, headers });
        } else if (headers[MARK] === reading.mark) {
          finish(batch.partition, reading.done);
          return;
        }
      }
    },
  };
  const running = await runTirelessly(consumer, config, {
    crashed(error) {
      for (const [partition, reading] of readings) finish(partition, () => reading.failed(error));
    },
    fail: runtime.fail,
  });
  await joined.promise;

  function rewind(partition: number): void {
    consumer.seek({ topic, partition, offset: '0' });
    consumer.resume([{ topic, partitions: [partition] }]);
  }

  function finish(partition: number, how: () => void): void {
    readings.delete(partition);
    consumer.pause([{ topic, partitions: [partition] }]);
    how();
  }

  return {
    async mark(transaction, partition) {
      const mark = randomUUID();
      await transaction.send({ topic, messages: [{ partition, key: MARK, value: null, headers: { [MARK]: mark } }] });
      return mark;
    },
    restore(partition, mark, each) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      readings.get(partition)?.failed(new JournalOvertaken(`${topic}/${partition} is being restored anew`));
      readings.set(partition, { mark, each, heardAt: performance.now(), done: resolve, failed: reject });
      rewind(partition);
      return promise;
    },
    stop() {
      clearInterval(watch);
      return running.stop();
    },
  };
}
