import { randomUUID } from 'node:crypto';
import type { TopicId } from '@heliograph/schema';
import type { Runtime } from './handler.ts';
import { type ConsumerRunConfig, createKafka, headersOf, type KafkaSettings } from './kafka-client.ts';
import { runTirelessly } from './tireless-consumer.ts';
import { SILENT, withAdmin } from './topic-admin.ts';
import type { StoredRecord } from './topic-reader.ts';

export interface TableOptions {
  /** Begins the name of the reader's own group, and names the part of the service's readiness. */
  readonly stage: string;
  /** A compacted topic: the last record of a key is its row. */
  readonly table: TopicId;
  readonly kafka: KafkaSettings;
  readonly runtime: Pick<Runtime, 'log' | 'health' | 'fail'>;
  /** Is given every record once, those of one key in their order. May not throw. */
  row(record: StoredRecord): void;
}

export interface Table {
  stop(): Promise<void>;
}

/**
 * Reads a compacted topic from its beginning and goes on: each change is seen a fraction of a second after it was written.
 * Resolves once all has been read that was there at the call, and not before, however long the broker takes: until then,
 * and while the reader is out of its group, the part named after the topic is not ready. Rejects with the client's errors
 * where the broker cannot be reached.
 *
 * The end is told by offsets, so the topic has to end with a record in every partition: its writers use no transactions, and
 * mark a row as gone rather than write a tombstone.
 */
export async function followTable({ stage, table, kafka: settings, runtime, row }: TableOptions): Promise<Table> {
  const { health, log, fail } = runtime;
  health.waiting(table, 'not read to its end yet');
  const ends = await endsOf(settings, table);
  const kafka = createKafka(settings, log);
  const topic = kafka.topic(table);
  const consumer = kafka.consumer(`${kafka.group(stage)}.table.${randomUUID()}`);
  /** By partition: the offset after the last record that was given out. A reader that joins anew reads all again. */
  const next = new Map<number, bigint>();
  const complete = Promise.withResolvers<void>();
  let isMember = false;

  const isComplete = () => [...ends].every(([partition, end]) => (next.get(partition) ?? 0n) >= end);
  const settle = () => {
    if (!isComplete()) return;
    complete.resolve();
    if (isMember) health.proven(table);
  };

  const config: ConsumerRunConfig = {
    autoCommit: false,
    eachBatch: async ({ batch: { partition, messages } }) => {
      for (const message of messages) {
        const offset = BigInt(message.offset);
        if (offset < (next.get(partition) ?? 0n)) continue;
        next.set(partition, offset + 1n);
        row({
          partition,
          offset,
          key: message.key?.toString() ?? null,
          value: message.value,
          headers: headersOf(message.headers),
          timestampMs: Number(message.timestamp),
        });
      }
      settle();
    },
  };

  consumer.on('consumer.group_join', () => {
    isMember = true;
    settle();
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const running = await runTirelessly(consumer, config, {
    crashed(error) {
      isMember = false;
      log.warn({ err: error, table }, 'changes of the table are not seen');
      health.waiting(table, 'changes are not seen');
    },
    fail,
  });
  await complete.promise;
  return running;
}

/** The offsets at which the partitions that hold anything end now. */
async function endsOf(settings: KafkaSettings, id: TopicId): Promise<ReadonlyMap<number, bigint>> {
  return withAdmin(settings, async (kafka, admin) => {
    const offsets = await admin.fetchTopicOffsets(kafka.topic(id));
    const filled = offsets.filter(({ low, high }) => BigInt(high) > BigInt(low));
    return new Map(filled.map(({ partition, high }) => [partition, BigInt(high)]));
  });
}

/** A row of a table, as it is written. */
export interface TableRow {
  readonly key: string;
  readonly value: unknown;
}

/** For commands: writes rows, and resolves when all in-sync replicas have them. Rejects with the client's errors. */
export async function writeRows(settings: KafkaSettings, table: TopicId, rows: readonly TableRow[]): Promise<void> {
  const kafka = createKafka(settings, SILENT);
  const producer = kafka.producer(WRITE_TIMEOUT_MS);
  await producer.connect();
  try {
    const messages = rows.map(({ key, value }) => ({ key, value: JSON.stringify(value) }));
    await producer.send({ topic: kafka.topic(table), messages });
  } finally {
    await producer.disconnect();
  }
}

const WRITE_TIMEOUT_MS = 10_000;
