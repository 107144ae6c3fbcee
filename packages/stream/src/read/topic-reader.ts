import type { TopicId } from '@heliograph/schema';
import { type ConsumerRecord, toConsumerRecord } from '../client/consumer-record.ts';
import { subscribe, supervise } from '../client/consumer-supervisor.ts';
import type { KafkaClient } from '../client/kafka-client.ts';
import { createPartitionControl } from '../client/partition-control.ts';
import type { Log } from '../client/runtime.ts';

/** What is done with the records of one partition. */
export interface PartitionReading {
  /** Is given each committed record once, in order. What it throws ends the reading. */
  record(record: ConsumerRecord): void;
  /** All before this offset has been read: comes after batches without visible records as well. */
  position(offset: bigint): void;
  failed(error: unknown): void;
}

export interface TopicReaderOptions {
  readonly kafka: KafkaClient;
  readonly topic: TopicId;
  /** Of this reader alone: it gets all partitions and commits nothing. */
  readonly group: string;
  readonly log: Log;
  /** How long a fetch waits for a first record. */
  readonly fetchWaitMs?: number;
  /** The offset of each partition to begin at; its first one if unset. */
  readonly from?: ReadonlyMap<number, bigint>;
  /** Looked at for every batch; a partition without a reading is paused. */
  readingOf(partition: number): PartitionReading | undefined;
  /** The reader has its partitions, at first or again. */
  joined(): void;
  /** The reader has lost its partitions; it joins again by itself. May not throw. */
  crashed(error: Error, cause: string): void;
  /** The reader ends: the client's error is not one that passes. */
  fail(error: Error): void;
}

export interface TopicReader {
  /** Reads a partition from its beginning, whatever has been read of it. */
  rewind(partition: number): void;
  pause(partition: number): void;
  stop(): Promise<void>;
}

const CONCURRENT_PARTITIONS = 8;

/**
 * The one way in which a topic is read: by a consumer in a group of its own, from the beginning or from given offsets. What the end is, the
 * readings say: an offset (read-topic.ts, table.ts), or a record that was written to mark it (journal.ts). A reader that
 * has to join again goes on where it was. Rejects with the client's errors, and leaves nothing behind then.
 */
export async function openTopicReader(options: TopicReaderOptions): Promise<TopicReader> {
  const { kafka, topic, group, log, fetchWaitMs, readingOf } = options;
  const consumer = kafka.consumer(group, fetchWaitMs);
  const control = createPartitionControl(kafka, consumer, log);
  /** By partition: the offset after the last record that was given out. */
  const next = new Map<number, bigint>(options.from);

  consumer.on('consumer.group_join', ({ payload }) => {
    for (const partition of payload.memberAssignment[kafka.topic(topic)] ?? []) {
      const from = next.get(partition);
      if (readingOf(partition) === undefined) control.pause({ topic, partition });
      else if (from !== undefined) resumeAt(partition, from);
    }
    options.joined();
  });
  consumer.on('consumer.end_batch_process', ({ payload: { partition, lastOffset } }) =>
    readingOf(partition)?.position(BigInt(lastOffset) + 1n),
  );

  function resumeAt(partition: number, offset: bigint): void {
    control.seek({ topic, partition }, offset);
    control.resume({ topic, partition });
  }

  await subscribe(consumer, [kafka.topic(topic)]);
  const running = await supervise(
    consumer,
    {
      autoCommit: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch: async ({ batch: { partition, messages }, isStale }) => {
        const reading = readingOf(partition);
        if (reading === undefined || isStale()) return;
        for (const message of messages) {
          const record = toConsumerRecord({ topic, partition }, message);
          if (record.offset < (next.get(partition) ?? 0n)) continue;
          next.set(partition, record.offset + 1n);
          try {
            reading.record(record);
          } catch (error) {
            // Left to the client, it would be taken for an error of the broker, and tried again.
            return reading.failed(error);
          }
          if (readingOf(partition) !== reading) return;
        }
      },
    },
    { crashed: options.crashed, fail: options.fail },
  );
  return {
    rewind(partition) {
      next.set(partition, 0n);
      resumeAt(partition, 0n);
    },
    pause: (partition) => control.pause({ topic, partition }),
    stop: () => running.stop(),
  };
}
