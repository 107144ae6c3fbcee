import { assertReader, type InputTopicId, inputsOf, type ReadsOf, type ServiceName } from '@heliograph/schema';
import { committedPosition, storedPosition } from '../admin/positions.ts';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import { type Consumer, createKafka, type KafkaClient, type KafkaSettings } from '../client/kafka-client.ts';
import type { Runtime } from '../client/runtime.ts';
import type { OffsetRange, TopicPartition } from '../client/topic-partition.ts';
import type { ErrorTable } from '../errors/classify.ts';
import type { Lease, PendingWrite, Store } from '../outcome/handler.ts';
import { countSources } from '../outcome/source-counts.ts';
import { createDeadLetterWriter, type DeadLetterWriter } from '../produce/dead-letter-writer.ts';
import { onlyAddressed } from './addressed-only.ts';
import { type BreakerWatch, watchBreakers } from './breakers.ts';
import { canariesIn } from './canaries.ts';
import { watchLog } from './log-watch.ts';
import { type Loop, startLoop } from './loop.ts';
import { createStageMetrics, type StageMetrics } from './metrics.ts';
import type { Processed } from './slot-driver.ts';

export interface SinkOptions<S extends ServiceName = ServiceName> {
  readonly stage: S;
  readonly version: string;
  readonly input: NoInfer<Extract<ReadsOf<S>, InputTopicId>>;
  readonly kafka: KafkaSettings;
  readonly runtime: Runtime;
  /**
   * The store as the records of one topic see it. Asked for once for each topic that the stage reads: its input, and where
   * the input's dead letters are delivered again. Each topic has positions of its own.
   */
  open(topic: InputTopicId): Store;
  /** What of the store may be tried again; anything else is a bug and ends the process. */
  readonly errors: ErrorTable;
}

/**
 * Runs a Kafka-to-store stage. Resolves once it has joined its group, and waits for that while the broker is away.
 */
export async function startSink<S extends ServiceName>(options: SinkOptions<S>): Promise<Loop> {
  const kafka = createKafka(options.kafka, options.runtime.log);
  const metrics = createStageMetrics(options.runtime.registry, options.stage);
  const breakers = watchBreakers(options.runtime);
  const logWatch = watchLog(options.runtime);
  const stage = { stage: options.stage, group: kafka.group(options.stage), version: options.version };
  const deadLetters = createDeadLetterWriter(kafka, stage);

  const inputs = inputsOf(options.input);
  for (const input of inputs) assertReader(options.stage, input);
  const stores = new Map(inputs.map((topic) => [topic, onlyAddressed(options.stage, topic, options.open(topic))]));

  const loop = await startLoop({
    kafka,
    stage: options.stage,
    inputs,
    runtime: options.runtime,
    metrics,
    errors: options.errors,
    acquire: async (place, consumer, wasReset) => {
      const store = stores.get(place.topic);
      if (store === undefined) throw new Error(`${options.stage} does not read ${place.topic}`);
      const tools = { kafka, metrics, breakers, consumer, deadLetters };
      let own = await store.position?.(place.partition);
      const from =
        own === undefined
          ? await committedPosition(kafka, kafka.group(options.stage), place, wasReset)
          : await storedPosition(kafka, own, place, wasReset);
      // Made durable at once: the log may grow beyond the old position before the first batch is settled.
      if (from.isTruncated) await commitOffset(kafka, consumer, place, from.next);
      logWatch.began(place, from);
      return {
        position: from,
        async process(batch, lease, next) {
          const range = rangeOf(batch, own);
          const processed = await processBatch(store, tools, place, batch, range, lease, next);
          if (processed.kind === 'settled' && own !== undefined) own = range.next;
          return processed;
        },
        pass: (next, lease) => moveOffset(kafka, consumer, place, next, lease),
        release: async () => undefined,
      };
    },
  });
  return {
    async stop() {
      await loop.stop();
      await deadLetters.close();
    },
  };
}

interface Tools {
  readonly kafka: KafkaClient;
  readonly metrics: StageMetrics;
  readonly breakers: BreakerWatch;
  readonly consumer: Consumer;
  readonly deadLetters: DeadLetterWriter;
}

async function processBatch(
  store: Store,
  tools: Tools,
  place: TopicPartition<InputTopicId>,
  batch: readonly ConsumerRecord[],
  range: OffsetRange,
  lease: Lease,
  next: bigint,
): Promise<Processed> {
  const began = performance.now();
  // 1. Failing here has changed nothing that lasts.
  const pending = await store.write(batch, range, lease);
  const plan = await rollbackOnError(pending, async () => {
    const settled = tools.breakers.plan(batch, pending.outcomes);
    // 2. Before the position moves. Failing later leaves dead letters that are written again: twice, but never not at all.
    if (settled.kind === 'settle') await tools.deadLetters.write(place.topic, settled.deadLetters);
    return settled;
  });
  if (plan.kind === 'retry') {
    await pending.rollback?.();
    return plan;
  }
  // 3. Rows and position become durable at once; after a failure the store's position says whether they did.
  await pending.commit?.();
  const sources = countSources(batch, pending.outcomes);
  tools.metrics.settled(plan.counts, sources, (performance.now() - began) / 1000);
  for (const sentMs of canariesIn(batch, sources)) tools.metrics.canary(sentMs);
  tools.breakers.settled(batch, pending.outcomes);
  // 4. For those who look at lag, and for stores without a position of their own. Failing here repeats an idempotent write.
  await moveOffset(tools.kafka, tools.consumer, place, next, lease);
  return { kind: 'settled' };
}

/** A process that has lost the partition, and is a member again, would move its owner's position back. */
async function moveOffset(kafka: KafkaClient, consumer: Consumer, place: TopicPartition, next: bigint, lease: Lease) {
  lease.check();
  await commitOffset(kafka, consumer, place, next);
}

async function commitOffset(
  kafka: KafkaClient,
  consumer: Consumer,
  { topic, partition }: TopicPartition,
  next: bigint,
): Promise<void> {
  await consumer.commitOffsets([{ topic: kafka.topic(topic), partition, offset: next.toString() }]);
}

async function rollbackOnError<T>(pending: PendingWrite, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    await pending.rollback?.();
    throw error;
  }
}

function rangeOf(batch: readonly ConsumerRecord[], own: bigint | undefined): OffsetRange {
  const first = batch[0];
  const last = batch.at(-1);
  if (first === undefined || last === undefined) throw new Error('an empty batch was delivered');
  const range = { partition: first.partition, from: first.offset, next: last.offset + 1n };
  return own === undefined ? range : { ...range, own };
}
