import { type InputTopicId, inputsOf, type ServiceName } from '@heliograph/schema';
import type { ErrorTable } from './classify.ts';
import type { InputRecord, Lease, PendingWrite, Runtime, Span, Store } from './handler.ts';
import type { InputPlace } from './input-place.ts';
import { type Admin, type Consumer, createKafka, type KafkaClient, type KafkaSettings } from './kafka-client.ts';
import { type Loop, startLoop, TryLater } from './loop.ts';
import { byTopic, splitBySize, toDeadMessages } from './messages.ts';
import { createStageMetrics, type StageMetrics } from './metrics.ts';
import { committedPosition, storedPosition } from './positions.ts';
import { onlyAddressed } from './replay-address.ts';
import { type DeadLetter, settle } from './settle.ts';
import { countSources } from './source-counts.ts';

export interface SinkOptions {
  readonly stage: ServiceName;
  readonly version: string;
  readonly input: InputTopicId;
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

/** How long the broker may take to accept a dead letter before the batch is tried again. */
const DEAD_LETTER_TIMEOUT_MS = 10_000;

/**
 * Runs a Kafka-to-store stage. Resolves once it has joined its group; rejects where the broker cannot be reached.
 */
export async function startSink(options: SinkOptions): Promise<Loop> {
  const kafka = createKafka(options.kafka, options.runtime.log);
  const metrics = createStageMetrics(options.runtime.registry);
  const admin = kafka.admin();
  const producer = kafka.producer(DEAD_LETTER_TIMEOUT_MS);
  await Promise.all([admin.connect(), producer.connect()]);
  const stage = { stage: options.stage, group: kafka.group(options.stage), version: options.version };

  const inputs = inputsOf(options.input);
  const stores = new Map(inputs.map((topic) => [topic, onlyAddressed(options.stage, topic, options.open(topic))]));

  async function bury(topic: InputTopicId, letters: readonly DeadLetter[]): Promise<void> {
    const messages = toDeadMessages(kafka, topic, letters, stage, Date.now());
    for (const stretch of splitBySize(messages)) await producer.sendBatch({ topicMessages: byTopic(stretch) });
  }

  const loop = await startLoop({
    kafka,
    stage: options.stage,
    inputs,
    runtime: options.runtime,
    metrics,
    errors: options.errors,
    acquire: async (place, consumer) => {
      const store = stores.get(place.topic);
      if (store === undefined) throw new Error(`${options.stage} does not read ${place.topic}`);
      return {
        next: await position(store, kafka, admin, options.stage, place),
        process: (batch, lease) => processBatch(store, { kafka, metrics, consumer, bury }, place, batch, lease),
        release: async () => undefined,
      };
    },
  });
  return {
    async stop() {
      await loop.stop();
      await Promise.all([producer.disconnect(), admin.disconnect()]);
    },
  };
}

/** The store's own position where it keeps one, whatever the group says; else the group's. */
async function position(store: Store, kafka: KafkaClient, admin: Admin, stage: ServiceName, place: InputPlace) {
  const inKafka = { topic: kafka.topic(place.topic), partition: place.partition };
  const own = await store.position?.(place.partition);
  return own === undefined
    ? committedPosition(admin, kafka.group(stage), inKafka)
    : storedPosition(admin, own, inKafka);
}

interface Tools {
  readonly kafka: KafkaClient;
  readonly metrics: StageMetrics;
  readonly consumer: Consumer;
  bury(topic: InputTopicId, letters: readonly DeadLetter[]): Promise<void>;
}

async function processBatch(
  store: Store,
  tools: Tools,
  place: InputPlace,
  batch: readonly InputRecord[],
  lease: Lease,
) {
  const began = performance.now();
  const span = spanOf(batch);
  // 1. Failing here has changed nothing that lasts.
  const pending = await store.write(batch, span, lease);
  const plan = await orUndo(pending, async () => {
    const settled = settle(batch, pending.outcomes);
    if (settled.kind === 'wait') throw new TryLater(settled.cause);
    // 2. Before the position moves. Failing later leaves dead letters that are written again: twice, but never not at all.
    await tools.bury(place.topic, settled.deadLetters);
    return settled;
  });
  // 3. Rows and position become durable at once; after a failure the store's position says whether they did.
  await pending.commit?.();
  tools.metrics.settled(plan.counts, countSources(batch, pending.outcomes), (performance.now() - began) / 1000);
  // 4. For those who look at lag, and for stores without a position of their own. Failing here repeats an idempotent write;
  // who has lost the partition, and is a member again, would move its owner's position back.
  lease.check();
  const topic = tools.kafka.topic(place.topic);
  await tools.consumer.commitOffsets([{ topic, partition: span.partition, offset: span.next.toString() }]);
}

async function orUndo<T>(pending: PendingWrite, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    await pending.rollback?.();
    throw error;
  }
}

function spanOf(batch: readonly InputRecord[]): Span {
  const first = batch[0];
  const last = batch.at(-1);
  if (first === undefined || last === undefined) throw new Error('an empty batch was delivered');
  return { partition: first.partition, from: first.offset, next: last.offset + 1n };
}
