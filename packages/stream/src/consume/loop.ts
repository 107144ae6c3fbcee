import type { InputTopicId } from '@heliograph/schema';
import { toConsumerRecord } from '../client/consumer-record.ts';
import { subscribe, supervise } from '../client/consumer-supervisor.ts';
import type { Consumer, ConsumerGroupJoinEvent, EachBatchPayload, KafkaClient } from '../client/kafka-client.ts';
import { createPartitionControl } from '../client/partition-control.ts';
import { retryWhileUnavailable } from '../client/retry-unavailable.ts';
import type { Runtime } from '../client/runtime.ts';
import { assignedPartitions, partitionName, type TopicPartition } from '../client/topic-partition.ts';
import { classify, type ErrorTable, LeaseLost, withReason } from '../errors/classify.ts';
import { KAFKA_ERRORS } from '../errors/kafka-errors.ts';
import type { Lease } from '../outcome/handler.ts';
import { showLag } from './lag.ts';
import { watchLag } from './lag-watch.ts';
import { LOG_ERRORS, LogReset } from './log-watch.ts';
import { watchMembership, withHeartbeat } from './membership.ts';
import type { StageMetrics } from './metrics.ts';
import { createSlotDriver, type PartitionWork, type Slot } from './slot-driver.ts';

export interface LoopOptions {
  readonly kafka: KafkaClient;
  readonly stage: string;
  /** The topics to read, each partition of each by itself. */
  readonly inputs: readonly InputTopicId[];
  readonly runtime: Runtime;
  readonly metrics: StageMetrics;
  /** What of the stage's own store is retryable, beside what of Kafka is. */
  readonly errors: ErrorTable;
  /**
   * Makes a partition ours: afterwards no earlier owner can settle anything of it. `wasReset` says that the broker had
   * nothing at its position any more.
   */
  acquire(partition: TopicPartition<InputTopicId>, consumer: Consumer, wasReset: boolean): Promise<PartitionWork>;
}

export interface Loop {
  /** Finishes the batches at work, leaves the group, releases all partitions. */
  stop(): Promise<void>;
}

/** What the client tells of a fetch that it is done with. */
interface Fetched {
  readonly topic: string;
  readonly partition: number;
  /** Of the records that were delivered. */
  readonly batchSize: number;
  /** Of all that was fetched; null if that was nothing. */
  readonly firstOffset: string | null;
  readonly lastOffset: string;
  readonly highWatermark: string;
}

/** Partitions are independent, so all of them may be at work at once; more than this many wait for each other. */
const CONCURRENT_PARTITIONS = 64;
/** A bound on what one transaction holds, so that heartbeats and a stop need not wait long. */
const MAX_RECORDS_PER_BATCH = 4000;

/**
 * Starts the one loop that every consumer runs: join, acquire, process, wait where something is down, leave. Waits for a
 * broker that is away; rejects with what no waiting can change.
 */
export async function startLoop(options: LoopOptions): Promise<Loop> {
  const { kafka, inputs, runtime, metrics } = options;
  const { log, health } = runtime;
  const inputOf = new Map<string, InputTopicId>(inputs.map((id) => [kafka.topic(id), id]));
  const errors = [...KAFKA_ERRORS, ...LOG_ERRORS, ...options.errors];
  const slots = new Map<string, Slot>();
  const consumer = kafka.consumer(kafka.group(options.stage));
  const control = createPartitionControl(kafka, consumer, log);
  const membership = watchMembership(consumer, kafka.sessionTimeoutMs);
  const lag = showLag(runtime.registry, Date.now);
  const driver = createSlotDriver({ control, metrics, lag, health, log, acquire, fail });
  let memberId: string | undefined;
  let stopped = false;

  kafka.onPositionLost(positionLost);
  consumer.on('consumer.group_join', ({ payload }) => assigned(payload));
  consumer.on('consumer.end_batch_process', ({ payload }) => passed(payload));
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

  const isStanding = ({ state, isWorking, partition }: Slot) =>
    state.kind !== 'running' || isWorking || lag.of(partition)?.records !== 0;
  const watch = watchLag({
    ...{ kafka, group: kafka.group(options.stage), lag, log },
    standing: () => [...slots.values()].filter(isStanding).map(({ partition }) => partition),
  });

  /** A member that has left the group owns nothing; joining it again assigns everything anew. */
  function crashed(error: Error, cause: string): void {
    log.warn({ cause, err: error }, 'left the group');
    health.waiting('consumer', cause);
    for (const slot of slots.values()) lose(slot);
  }

  function assigned({ memberAssignment, memberId: joinedAs }: ConsumerGroupJoinEvent['payload']): void {
    if (stopped) return;
    log.info({ assignment: memberAssignment }, 'partitions assigned');
    const assignment = assignedPartitions(memberAssignment, inputOf);
    // A new member id means that we were evicted: another member may have owned our partitions meanwhile.
    const wasEvicted = joinedAs !== memberId;
    memberId = joinedAs;
    for (const [name, slot] of slots) if (wasEvicted || !assignment.has(name)) lose(slot);
    for (const [name, partition] of assignment) {
      const slot = slots.get(name);
      if (slot !== undefined) driver.dispatch(slot, { kind: 'reassigned' });
      else slots.set(name, driver.begin(partition));
    }
    health.proven('consumer');
  }

  /** The client is about to begin from the other end of the log; what that skips or repeats is not for it to decide. */
  function positionLost(topicName: string, partition: number): void {
    const topic = inputOf.get(topicName);
    const slot = topic && slots.get(partitionName({ topic, partition }));
    if (slot === undefined) return;
    slot.wasReset = true;
    failed(slot, new LogReset(`the broker has nothing at the position of ${partitionName(slot.partition)}`));
  }

  function lose(slot: Slot): void {
    slots.delete(partitionName(slot.partition));
    driver.dispatch(slot, { kind: 'lost' });
  }

  /** Never rejects. */
  async function acquire(slot: Slot): Promise<void> {
    if (stopped) return;
    try {
      const work = await options.acquire(slot.partition, consumer, slot.wasReset);
      slot.wasReset = false;
      const { next, end } = work.position;
      if (slot.state.kind === 'acquiring') lag.asked(slot.partition, { next, end });
      driver.dispatch(slot, { kind: 'acquired', held: { work, next }, isCaughtUp: next >= end });
    } catch (error) {
      failed(slot, error);
    }
  }

  function failed(slot: Slot, error: unknown): void {
    if (stopped || slot.state.kind === 'lost') return;
    const verdict = classify(error, errors);
    if (verdict.kind === 'retryable')
      driver.dispatch(slot, { kind: 'failed', cause: verdict.cause, random: Math.random() }, error);
    else fail(withReason(error, verdict));
  }

  const leaseOf = (slot: Slot): Lease => ({
    check() {
      if (slot.state.kind === 'lost' || !membership.isCurrent())
        throw new LeaseLost(`another member may own ${partitionName(slot.partition)}`);
    },
  });

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, isRunning, isStale, resolveOffset } = payload;
    const topic = inputOf.get(batch.topic);
    const slot = topic && slots.get(partitionName({ topic, partition: batch.partition }));
    await slot?.passed;
    if (slot?.state.kind !== 'running') return void payload.pause();
    const { work, next } = slot.state.held;
    const unseen = batch.messages.filter((m) => next === undefined || BigInt(m.offset) >= next);
    const end = BigInt(batch.highWatermark);
    for (let start = 0; start < unseen.length; start += MAX_RECORDS_PER_BATCH) {
      if (stopped || !isRunning() || isStale()) return;
      const records = unseen
        .slice(start, start + MAX_RECORDS_PER_BATCH)
        .map((m) => toConsumerRecord(slot.partition, m));
      const [first, last] = [records[0], records.at(-1)];
      if (first === undefined || last === undefined) return;
      lag.fetched(slot.partition, { next: first.offset, end, oldestMs: first.timestampMs });
      // Markers of transactions take offsets too: after the last record of a batch nothing of it is left.
      const isLast = start + MAX_RECORDS_PER_BATCH >= unseen.length;
      const after = (isLast ? BigInt(batch.lastOffset()) : last.offset) + 1n;
      slot.isWorking = true;
      try {
        const result = await withHeartbeat(heartbeat, work.process(records, leaseOf(slot), after));
        if (result.kind === 'retry') {
          if (!stopped) driver.dispatch(slot, { ...result, random: Math.random() });
          return;
        }
      } catch (error) {
        return failed(slot, error);
      } finally {
        slot.isWorking = false;
      }
      driver.dispatch(slot, { kind: 'settled', next: after });
      if (slots.get(partitionName(slot.partition)) !== slot) return;
      lag.settled(slot.partition, after);
      resolveOffset(last.offset.toString());
      await heartbeat();
    }
    if (unseen.length === 0) resolveOffset(batch.lastOffset());
  }

  /**
   * A fetch that brought nothing but markers of transactions, or what was aborted, becomes no batch. It is passed over in its
   * turn, so that what others see as lag is none. One that begins behind the position was overtaken by a seek.
   */
  function passed({ topic: name, partition, batchSize, firstOffset, lastOffset, highWatermark }: Fetched): void {
    const topic = inputOf.get(name);
    const slot = topic && slots.get(partitionName({ topic, partition }));
    if (batchSize > 0 || slot?.state.kind !== 'running' || stopped) return;
    const { work, next } = slot.state.held;
    const [after, end] = [BigInt(lastOffset) + 1n, BigInt(highWatermark)];
    if (next === undefined || firstOffset === null || BigInt(firstOffset) > next || after <= next) return;
    slot.passed = work.pass(after, leaseOf(slot)).then(
      () => {
        driver.dispatch(slot, { kind: 'passed', next: after, isCaughtUp: after >= end });
        if (slots.get(partitionName(slot.partition)) === slot) lag.asked(slot.partition, { next: after, end });
      },
      (error: unknown) => failed(slot, error),
    );
  }

  function fail(error: unknown): void {
    stopped = true;
    runtime.fail(error);
  }

  return {
    async stop() {
      stopped = true;
      watch.stop();
      await running.stop();
      const all = [...slots.values()];
      for (const slot of all) lose(slot);
      await Promise.all(all.flatMap(({ passed: under, released }) => [under, released]));
    },
  };
}
