import { randomUUID } from 'node:crypto';
import {
  assertReader,
  type Emission,
  type MessageTopicId,
  type Party,
  type ReadsOf,
  type WritesOf,
} from '@heliograph/schema';
import { SILENT, withAdmin } from '../admin/admin-client.ts';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import { createKafka, type KafkaSettings } from '../client/kafka-client.ts';
import type { Runtime } from '../client/runtime.ts';
import { extentsOf, followTopic } from './read-topic.ts';

export interface TableOptions<P extends Party> {
  /** Begins the name of the reader's own group, and names the part of the service's readiness. */
  readonly stage: P;
  /** A compacted topic: the last record of a key is its row. */
  readonly table: NoInfer<ReadsOf<P>>;
  readonly kafka: KafkaSettings;
  readonly runtime: Pick<Runtime, 'log' | 'health' | 'fail'>;
  /** Is given every record once, those of one key in their order. May not throw. */
  row(record: ConsumerRecord): void;
}

export interface Table {
  stop(): Promise<void>;
}

/**
 * Reads a compacted topic from its beginning and goes on: each change is seen a fraction of a second after it was written.
 * Resolves once all has been read that was there at the call, and not before, however long the broker takes: until then,
 * and while the reader is out of its group, the part named after the topic is not ready. Rejects with the client's errors
 * where the broker cannot be reached.
 */
export async function followTable<P extends Party>(options: TableOptions<P>): Promise<Table> {
  const { stage, table, kafka: settings, runtime, row } = options;
  assertReader(stage, table);
  const { health, log, fail } = runtime;
  health.waiting(table, 'not read to its end yet');
  const kafka = createKafka(settings, log);
  let [isMember, isComplete] = [false, false];
  const settle = () => {
    if (isMember && isComplete) health.proven(table);
  };
  return withAdmin(settings, async (_, admin) => {
    const followed = await followTopic({
      ...{ kafka, topic: table, admin, log, fail },
      extents: await extentsOf(kafka, admin, table),
      group: `${kafka.group(stage)}.table.${randomUUID()}`,
      record: row,
      joined() {
        isMember = true;
        settle();
      },
      crashed(error) {
        isMember = false;
        log.warn({ err: error, table }, 'changes of the table are not seen');
        health.waiting(table, 'changes are not seen');
      },
    });
    await followed.caughtUp;
    isComplete = true;
    settle();
    return followed;
  });
}

/** For commands: writes rows, and resolves when all in-sync replicas have them. Rejects with the client's errors. */
export async function writeRows<T extends Extract<WritesOf<'cli'>, MessageTopicId>>(
  settings: KafkaSettings,
  table: T,
  rows: readonly Omit<Emission<T>, 'topic'>[],
): Promise<void> {
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
