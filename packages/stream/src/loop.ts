import type { InputTopicId } from '@heliograph/schema';
import { backoffMs } from './backoff.ts';
import { classify, type ErrorTable } from './classify.ts';
import type { InputRecord, Runtime } from './handler.ts';
import {
  type Consumer,
  type EachBatchPayload,
  headersOf,
  type KafkaClient,
  type KafkaMessage,
} from './kafka-client.ts';
import { KAFKA_ERRORS } from './kafka-errors.ts';
import type { StageMetrics } from './metrics.ts';

/** One partition while this process owns it. */
export interface PartitionWork {
  /** The offset to go on from; undefined until the first batch where the group's committed offset decides. */
  next: bigint | undefined;
  /** Settles the batch whole, or throws and has settled nothing of it. */
  process(batch: readonly InputRecord[]): Promise<void>;
  release(): Promise<void>;
}

/** Thrown by `process` where nothing is wrong with the work itself: the same batch again, after a wait. */
export class TryLater extends Error {
  override readonly name = 'TryLater';
}

export interface LoopOptions {
  readonly kafka: KafkaClient;
  readonly stage: string;
  readonly input: InputTopicId;
  readonly runtime: Runtime;
  readonly metrics: StageMetrics;
  /** What of the stage's own store is retryable, beside what of Kafka is. */
  readonly errors: ErrorTable;
  /** Makes a partition ours: afterwards no earlier owner can settle anything of it. */
  acquire(partition: number, consumer: Consumer): Promise<PartitionWork>;
}

export interface Loop {
  /** Finishes the batches at work, leaves the group, releases all partitions. */
  stop(): Promise<void>;
}

/** Partitions are independent, so all of them may be at work at once; more than this many wait for each other. */
const CONCURRENT_PARTITIONS = 64;
/** A bound on what one transaction holds, so that heartbeats and a stop need not wait long. */
const RECORDS_A_BATCH = 4000;
const HEARTBEAT_EVERY_MS = 1000;
/**
 * A fenced process may have been thrown out of the group without knowing it. Waiting longer than a heartbeat interval
 * (3 s) before it acquires again lets the group tell it, instead of it taking the partition back from its owner.
 */
const FENCED_WAIT_MS = 5000;

interface Slot {
  work: PartitionWork | undefined;
  attempts: number;
  timer: NodeJS.Timeout | undefined;
}

/** Starts the one loop that every consumer runs: join, acquire, process, wait where something is down, leave. */
export async function startLoop(options: LoopOptions): Promise<Loop> {
  const { kafka, input, runtime, metrics } = options;
  const { log, health } = runtime;
  const topic = kafka.topic(input);
  const errors = [...KAFKA_ERRORS, ...options.errors];
  const slots = new Map<number, Slot>();
  const consumer = kafka.consumer(kafka.group(options.stage));
  let stopped = false;

  health.waiting('consumer', 'joining the group');
  consumer.on('consumer.group_join', ({ payload }) => assigned(payload.memberAssignment[topic] ?? []));
  consumer.on('consumer.crash', ({ payload }) => {
    health.waiting('consumer', payload.error.name);
    if (!payload.restart) fail(payload.error);
  });

  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
    eachBatch,
  });

  function assigned(partitions: readonly number[]): void {
    if (stopped) return;
    log.info({ partitions }, 'partitions assigned');
    for (const [partition, slot] of slots) if (!partitions.includes(partition)) drop(partition, slot);
    for (const partition of partitions) {
      const slot = slots.get(partition);
      if (slot === undefined) {
        slots.set(partition, { work: undefined, attempts: 0, timer: undefined });
        void acquire(partition);
      } else if (slot.work?.next !== undefined) {
        consumer.seek({ topic, partition, offset: slot.work.next.toString() });
      }
    }
    health.proven('consumer');
  }

  function drop(partition: number, slot: Slot): void {
    clearTimeout(slot.timer);
    slots.delete(partition);
    metrics.forget(partition);
    health.proven(part(partition));
    void slot.work?.release();
  }

  async function acquire(partition: number): Promise<void> {
    const slot = slots.get(partition);
    if (slot === undefined || stopped) return;
    health.waiting(part(partition), 'being acquired');
    consumer.pause([{ topic, partitions: [partition] }]);
    try {
      const work = await options.acquire(partition, consumer);
      if (slots.get(partition) !== slot || stopped) return void work.release();
      slot.work = work;
      if (work.next !== undefined) consumer.seek({ topic, partition, offset: work.next.toString() });
      proceed(partition, slot);
    } catch (error) {
      failed(partition, slot, error);
    }
  }

  function proceed(partition: number, slot: Slot): void {
    slot.timer = undefined;
    health.proven(part(partition));
    metrics.waiting(partition, false);
    consumer.resume([{ topic, partitions: [partition] }]);
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, isRunning, isStale, resolveOffset } = payload;
    const { partition } = batch;
    const slot = slots.get(partition);
    if (slot?.work === undefined || slot.timer !== undefined) {
      payload.pause();
      return;
    }
    const { work } = slot;
    const unseen = batch.messages.filter((m) => work.next === undefined || BigInt(m.offset) >= work.next);
    for (let start = 0; start < unseen.length; start += RECORDS_A_BATCH) {
      if (stopped || !isRunning() || isStale()) return;
      const records = unseen.slice(start, start + RECORDS_A_BATCH).map((m) => toRecord(input, partition, m));
      try {
        await whileBeating(heartbeat, work.process(records));
      } catch (error) {
        return failed(partition, slot, error);
      }
      const last = records.at(-1)?.offset ?? -1n;
      work.next = last + 1n;
      slot.attempts = 0;
      resolveOffset(last.toString());
      // Markers of transactions take offsets too: after the last record of a batch nothing of it is left.
      const passed = start + RECORDS_A_BATCH < unseen.length ? last : BigInt(batch.lastOffset());
      metrics.lag(partition, BigInt(batch.highWatermark) - passed - 1n);
      await heartbeat();
    }
    if (unseen.length === 0) resolveOffset(batch.lastOffset());
  }

  function failed(partition: number, slot: Slot, error: unknown): void {
    if (stopped || slots.get(partition) !== slot) return;
    const later = error instanceof TryLater;
    const verdict = later ? ({ kind: 'retryable', cause: error.message } as const) : classify(error, errors);
    if (verdict.kind !== 'retryable') {
      fail(error);
      return;
    }
    const { cause } = verdict;
    const backoff = Math.max(backoffMs(slot.attempts, Math.random()), cause === 'fenced' ? FENCED_WAIT_MS : 0);
    slot.attempts += 1;
    log.warn({ partition, cause, attempt: slot.attempts, waitMs: backoff, err: error }, 'waiting to try again');
    health.waiting(part(partition), cause);
    metrics.retried(cause);
    metrics.waiting(partition, true);
    consumer.pause([{ topic, partitions: [partition] }]);
    if (!later) {
      void slot.work?.release();
      slot.work = undefined;
    }
    slot.timer = setTimeout(() => {
      if (slot.work !== undefined) return proceed(partition, slot);
      slot.timer = undefined;
      void acquire(partition);
    }, backoff);
  }

  function fail(error: unknown): void {
    stopped = true;
    runtime.fail(error);
  }

  return {
    async stop() {
      stopped = true;
      await consumer.disconnect();
      for (const [partition, slot] of slots) {
        clearTimeout(slot.timer);
        metrics.forget(partition);
        await slot.work?.release();
      }
      slots.clear();
    },
  };
}

const part = (partition: number) => `partition ${partition}`;

function toRecord(topic: InputTopicId, partition: number, message: KafkaMessage): InputRecord {
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    key: message.key?.toString() ?? null,
    value: message.value,
    headers: headersOf(message.headers),
    timestampMs: Number(message.timestamp),
  };
}

/** Keeps the membership alive during long work. A failed heartbeat is noticed by the one that follows the work. */
async function whileBeating<T>(heartbeat: () => Promise<void>, work: Promise<T>): Promise<T> {
  const timer = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_EVERY_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
