import { randomUUID } from 'node:crypto';
import type { TopicId } from '@heliograph/schema';
import { type ConsumerRecord, toConsumerRecord } from '../client/consumer-record.ts';
import { subscribe, supervise } from '../client/consumer-supervisor.ts';
import type { ConsumerRunConfig, KafkaClient, Transaction } from '../client/kafka-client.ts';
import { createPartitionControl } from '../client/partition-control.ts';
import type { Runtime } from '../client/runtime.ts';

/** Reads one partition of the journal from its beginning to its end; resolves at the end. */
export type Restore = (each: (record: ConsumerRecord) => void) => Promise<void>;

export interface JournalReader {
  /** Writes a mark into the fencing transaction; once it has been read back, all that was written before it has too. */
  mark(transaction: Transaction, partition: number): Promise<string>;
  /**
   * Rejects with the client's errors, with a JournalTimeout or a JournalSuperseded, which may be tried again, and with what
   * `each` throws. May be called while the broker is away: it then waits for as long as a silence may last.
   */
  restore(partition: number, mark: string, each: (record: ConsumerRecord) => void): Promise<void>;
  stop(): Promise<void>;
}

/** Thrown where nothing of the journal has arrived for a while, although its end has not been read. */
export class JournalTimeout extends Error {
  override readonly name = 'JournalTimeout';
}

/** Thrown where the same partition is being restored anew, by an acquisition that has fenced the one before it. */
export class JournalSuperseded extends Error {
  override readonly name = 'JournalSuperseded';
}

/** Longer than a broker needs to come back and the client to notice it. */
const SILENCE_MS = 60_000;

/** Marks carry this header, no value, and are nobody's business but the reader's. */
const MARK = 'mark';

interface Reading {
  readonly mark: string;
  readonly each: (record: ConsumerRecord) => void;
  heardAt: number;
  done(): void;
  failed(error: unknown): void;
}

/**
 * One consumer for the process, in a group of its own that owns every partition of the journal, all of them paused; a
 * restore rewinds and resumes one. The end of a journal cannot be told from offsets, because the markers of transactions
 * take offsets too and are never delivered: hence the mark. Rejects with the client's errors where the broker is away, and
 * leaves nothing behind then.
 */
export async function openJournal(
  kafka: KafkaClient,
  id: TopicId,
  stage: string,
  runtime: Pick<Runtime, 'log' | 'health' | 'fail'>,
): Promise<JournalReader> {
  const { log, health, fail } = runtime;
  const topic = kafka.topic(id);
  const consumer = kafka.consumer(`${kafka.group(stage)}.journal.${randomUUID()}`);
  const control = createPartitionControl(kafka, consumer, log);
  const readings = new Map<number, Reading>();
  const joined = Promise.withResolvers<void>();
  health.waiting(id, 'joining the group');
  consumer.on('consumer.group_join', ({ payload }) => {
    for (const partition of payload.memberAssignment[topic] ?? [])
      if (!readings.has(partition)) control.pause({ topic: id, partition });
    for (const [partition] of readings) rewind(partition);
    health.proven(id);
    joined.resolve();
  });
  await subscribe(consumer, [topic]);
  const watch = setInterval(() => {
    for (const [partition, { heardAt }] of readings)
      if (performance.now() - heardAt > SILENCE_MS)
        fails(partition, new JournalTimeout(`${topic}/${partition} is silent`));
  }, SILENCE_MS / 10);
  const config: ConsumerRunConfig = {
    autoCommit: false,
    partitionsConsumedConcurrently: 8,
    eachBatch: async ({ batch: { partition, messages }, isStale }) => {
      const reading = readings.get(partition);
      if (reading === undefined || isStale()) return;
      reading.heardAt = performance.now();
      for (const message of messages) {
        const record = toConsumerRecord({ topic: id, partition }, message);
        const { headers } = record;
        if (headers[MARK] === reading.mark) return take(partition)?.done();
        if (headers[MARK] !== undefined) continue;
        try {
          reading.each(record);
        } catch (error) {
          // Left to the client, it would be taken for an error of the broker, and tried again.
          return fails(partition, error);
        }
      }
    },
  };
  const running = await supervise(consumer, config, {
    crashed(error, cause) {
      log.warn({ err: error, journal: id, cause }, 'the journal cannot be read');
      health.waiting(id, cause);
      for (const partition of readings.keys()) fails(partition, error);
    },
    fail,
  });
  await joined.promise;

  function rewind(partition: number): void {
    control.seek({ topic: id, partition }, 0n);
    control.resume({ topic: id, partition });
  }

  /** Ends a reading. Neither this nor what comes of it may throw: it runs in listeners of the client and in timers. */
  function take(partition: number): Reading | undefined {
    const reading = readings.get(partition);
    readings.delete(partition);
    control.pause({ topic: id, partition });
    return reading;
  }

  function fails(partition: number, error: unknown): void {
    take(partition)?.failed(error);
  }

  return {
    async mark(transaction, partition) {
      const mark = randomUUID();
      await transaction.send({ topic, messages: [{ partition, key: MARK, value: null, headers: { [MARK]: mark } }] });
      return mark;
    },
    restore(partition, mark, each) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      fails(partition, new JournalSuperseded(`${topic}/${partition} is being restored anew`));
      readings.set(partition, { mark, each, heardAt: performance.now(), done: resolve, failed: reject });
      // Without a group there is nothing to rewind: joining it does.
      rewind(partition);
      return promise;
    },
    async stop() {
      clearInterval(watch);
      for (const partition of readings.keys()) fails(partition, new JournalTimeout(`${topic} is being closed`));
      await running.stop();
    },
  };
}
