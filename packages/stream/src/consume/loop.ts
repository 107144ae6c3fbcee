import type { InputTopicId } from '@heliograph/schema';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import { toConsumerRecord } from '../client/consumer-record.ts';
import { subscribe, supervise } from '../client/consumer-supervisor.ts';
import type { Consumer, ConsumerGroupJoinEvent, EachBatchPayload, KafkaClient } from '../client/kafka-client.ts';
import { createPartitionControl } from '../client/partition-control.ts';
import { retryWhileUnavailable } from '../client/retry-unavailable.ts';
import type { Runtime } from '../client/runtime.ts';
import { assignedPartitions, partitionName, type TopicPartition } from '../client/topic-partition.ts';
import { backoffMs } from '../errors/backoff.ts';
import { classify, type ErrorTable, LeaseLost, withReason } from '../errors/classify.ts';
import { KAFKA_ERRORS } from '../errors/kafka-errors.ts';
import type { Lease } from '../outcome/handler.ts';
import { watchMembership, withHeartbeat } from './membership.ts';
import type { StageMetrics } from './metrics.ts';

/** One partition while this process owns it. */
export interface PartitionWork {
  /** The offset to go on from; undefined until the first batch where the group's committed offset decides. */
  next: bigint | undefined;
  /** Settles the batch whole, or throws and has settled nothing of it. */
  process(batch: readonly ConsumerRecord[], lease: Lease): Promise<void>;
  release(): Promise<void>;
}

/** Thrown by `process` where nothing is wrong with the work itself: the same batch again, after a wait. */
export class TryLater extends Error {
  override readonly name = 'TryLater';
}

export interface LoopOptions {
  readonly kafka: KafkaClient;
  readonly stage: string;
  /** The topics to read, each partition of each by itself. */
  readonly inputs: readonly InputTopicId[];
  readonly runtime: Runtime;
  readonly metrics: StageMetrics;
  /** What of the stage's own store is retryable, beside what of Kafka is. */
  readonly errors: ErrorTable;
  /** Makes a partition ours: afterwards no earlier owner can settle anything of it. */
  acquire(place: TopicPartition<InputTopicId>, consumer: Consumer): Promise<PartitionWork>;
}

export interface Loop {
  /** Finishes the batches at work, leaves the group, releases all partitions. */
  stop(): Promise<void>;
}

/** Partitions are independent, so all of them may be at work at once; more than this many wait for each other. */
const CONCURRENT_PARTITIONS = 64;
/** A bound on what one transaction holds, so that heartbeats and a stop need not wait long. */
const MAX_RECORDS_PER_BATCH = 4000;
/**
 * A fenced process may have been thrown out of the group without knowing it. Waiting some heartbeat intervals (1 s each)
 * before it acquires again lets the group tell it, instead of it taking the partition back from its owner.
 */
const FENCED_WAIT_MS = 5000;

interface Slot {
  readonly place: TopicPartition<InputTopicId>;
  work: PartitionWork | undefined;
  attempts: number;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Starts the one loop that every consumer runs: join, acquire, process, wait where something is down, leave. Waits for a
 * broker that is away; rejects with what no waiting can change.
 */
export async function startLoop(options: LoopOptions): Promise<Loop> {
  const { kafka, inputs, runtime, metrics } = options;
  const { log, health } = runtime;
  const inputOf = new Map<string, InputTopicId>(inputs.map((id) => [kafka.topic(id), id]));
  const errors = [...KAFKA_ERRORS, ...options.errors];
  const slots = new Map<string, Slot>();
  const consumer = kafka.consumer(kafka.group(options.stage));
  const control = createPartitionControl(kafka, consumer, log);
  const membership = watchMembership(consumer, kafka.sessionTimeoutMs);
  let memberId: string | undefined;
  let stopped = false;

  consumer.on('consumer.group_join', ({ payload }) => assigned(payload));
  await retryWhileUnavailable({ part: 'consumer', runtime }, () => subscribe(consumer, [...inputOf.keys()]));
  health.waiting('consumer', 'joining the group');
  const running = await supervise(
    consumer,
    {
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: CONCURRENT_PARTITIONS,
      eachBatch,
    },
    { crashed, fail },
  );

  /** Whoever has left the group owns nothing; joining it again assigns everything anew. */
  function crashed(error: Error, cause: string): void {
    log.warn({ cause, err: error }, 'left the group');
    health.waiting('consumer', cause);
    for (const slot of slots.values()) drop(slot);
  }

  function assigned(joined: ConsumerGroupJoinEvent['payload']): void {
    const assignment = joined.memberAssignment;
    if (stopped) return;
    log.info({ assignment }, 'partitions assigned');
    // Whoever was put out of the group, and has joined it as somebody new, cannot know who had its partitions meanwhile.
    if (joined.memberId !== memberId) for (const slot of slots.values()) drop(slot);
    memberId = joined.memberId;
    const places = assignedPartitions(assignment, inputOf);
    for (const [name, slot] of slots) if (!places.has(name)) drop(slot);
    for (const [name, place] of places) {
      const slot = slots.get(name);
      if (slot === undefined) {
        const fresh: Slot = { place, work: undefined, attempts: 0, timer: undefined };
        slots.set(name, fresh);
        void acquire(fresh);
      } else if (slot.work?.next !== undefined) {
        control.seek(place, slot.work.next);
      }
    }
    health.proven('consumer');
  }

  function isOurs(slot: Slot): boolean {
    return !stopped && slots.get(partitionName(slot.place)) === slot;
  }

  const leaseOf = (slot: Slot): Lease => ({
    check() {
      const isHeld = slots.get(partitionName(slot.place)) === slot && membership.isCurrent();
      if (!isHeld) throw new LeaseLost(`${partitionName(slot.place)} may be somebody else's`);
    },
  });

  function drop(slot: Slot): void {
    clearTimeout(slot.timer);
    slots.delete(partitionName(slot.place));
    metrics.forget(slot.place);
    health.proven(part(slot.place));
    slot.work?.release().catch(fail);
  }

  /** Never rejects. */
  async function acquire(slot: Slot): Promise<void> {
    if (!isOurs(slot)) return;
    health.waiting(part(slot.place), 'being acquired');
    control.pause(slot.place);
    try {
      const work = await options.acquire(slot.place, consumer);
      if (!isOurs(slot)) return await work.release().catch(fail);
      slot.work = work;
      if (work.next !== undefined) control.seek(slot.place, work.next);
      proceed(slot);
    } catch (error) {
      failed(slot, error);
    }
  }

  function proceed(slot: Slot): void {
    slot.timer = undefined;
    health.proven(part(slot.place));
    metrics.paused(slot.place, false);
    control.resume(slot.place);
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, isRunning, isStale, resolveOffset } = payload;
    const topic = inputOf.get(batch.topic);
    const slot = topic && slots.get(partitionName({ topic, partition: batch.partition }));
    if (slot?.work === undefined || slot.timer !== undefined) {
      payload.pause();
      return;
    }
    const { work, place } = slot;
    const unseen = batch.messages.filter((m) => work.next === undefined || BigInt(m.offset) >= work.next);
    for (let start = 0; start < unseen.length; start += MAX_RECORDS_PER_BATCH) {
      if (stopped || !isRunning() || isStale()) return;
      const records = unseen.slice(start, start + MAX_RECORDS_PER_BATCH).map((m) => toConsumerRecord(place, m));
      try {
        await withHeartbeat(heartbeat, work.process(records, leaseOf(slot)));
      } catch (error) {
        return failed(slot, error);
      }
      const last = records.at(-1)?.offset ?? -1n;
      work.next = last + 1n;
      slot.attempts = 0;
      resolveOffset(last.toString());
      // Markers of transactions take offsets too: after the last record of a batch nothing of it is left.
      const passed = start + MAX_RECORDS_PER_BATCH < unseen.length ? last : BigInt(batch.lastOffset());
      metrics.lag(place, BigInt(batch.highWatermark) - passed - 1n);
      await heartbeat();
    }
    if (unseen.length === 0) resolveOffset(batch.lastOffset());
  }

  function failed(slot: Slot, error: unknown): void {
    if (!isOurs(slot)) return;
    const later = error instanceof TryLater;
    const verdict = later ? ({ kind: 'retryable', cause: error.message } as const) : classify(error, errors);
    if (verdict.kind !== 'retryable') {
      fail(withReason(error, verdict));
      return;
    }
    const { cause } = verdict;
    const backoff = Math.max(backoffMs(slot.attempts, Math.random()), cause === 'fenced' ? FENCED_WAIT_MS : 0);
    slot.attempts += 1;
    log.warn({ ...slot.place, cause, attempt: slot.attempts, waitMs: backoff, err: error }, 'waiting to try again');
    health.waiting(part(slot.place), cause);
    metrics.retried(cause);
    metrics.paused(slot.place, true);
    control.pause(slot.place);
    if (!later) {
      slot.work?.release().catch(fail);
      slot.work = undefined;
    }
    slot.timer = setTimeout(() => {
      if (slot.work !== undefined) return proceed(slot);
      slot.timer = undefined;
      void acquire(slot);
    }, backoff);
  }

  function fail(error: unknown): void {
    stopped = true;
    runtime.fail(error);
  }

  return {
    async stop() {
      stopped = true;
      await running.stop();
      for (const slot of slots.values()) {
        clearTimeout(slot.timer);
        metrics.forget(slot.place);
        await slot.work?.release();
      }
      slots.clear();
    },
  };
}

const part = (place: TopicPartition) => `partition ${partitionName(place)}`;
