import {
  assertReader,
  assertWriter,
  type InputTopicId,
  type MessageTopicId,
  type ReadsOf,
  type ServiceName,
  type WritesOf,
} from '@heliograph/schema';
import { committedPosition, type Position } from '../admin/positions.ts';
import {
  createKafka,
  type KafkaClient,
  type KafkaSettings,
  type Producer,
  type Transaction,
  transactionalId,
} from '../client/kafka-client.ts';
import { retryWhileUnavailable } from '../client/retry-unavailable.ts';
import type { Runtime } from '../client/runtime.ts';
import type { TopicPartition } from '../client/topic-partition.ts';
import { classify, type ErrorTable } from '../errors/classify.ts';
import { KAFKA_ERRORS } from '../errors/kafka-errors.ts';
import type { PartitionHandler } from '../outcome/handler.ts';
import { countSources } from '../outcome/source-counts.ts';
import { boundSizes } from '../produce/bound-sizes.ts';
import { byTopic, splitBySize, toDeadLetterMessages, toMessages } from '../produce/messages.ts';
import { type JournalReader, JournalSuperseded, JournalTimeout, openJournal, type Restore } from '../read/journal.ts';
import { type BreakerWatch, watchBreakers } from './breakers.ts';
import { canariesIn } from './canaries.ts';
import { type LogWatch, watchLog } from './log-watch.ts';
import { type Loop, startLoop } from './loop.ts';
import { createStageMetrics, type StageMetrics } from './metrics.ts';
import type { PartitionWork } from './slot-driver.ts';

/** What stage `S` reads, and what it owns and so may emit to, the topology says. */
export interface ProcessorOptions<S extends ServiceName = ServiceName> {
  readonly stage: S;
  readonly version: string;
  readonly input: NoInfer<Extract<ReadsOf<S>, InputTopicId>>;
  readonly kafka: KafkaSettings;
  readonly runtime: Runtime;
  /** The topic that `restore` reads: the stage's memory, partition by partition. */
  readonly journal?: NoInfer<Extract<ReadsOf<S>, WritesOf<S>>>;
  /** Makes the handler of a partition that this process now owns. */
  open(partition: number, restore: Restore): Promise<PartitionHandler<NoInfer<Extract<WritesOf<S>, MessageTopicId>>>>;
}

/** Thrown where a transaction may or may not have been committed: the next acquisition of the partition finds out. */
class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
}

export const PROCESSOR_ERRORS: ErrorTable = [
  {
    kind: 'retryable',
    cause: 'journal_timeout',
    because: 'the broker sends nothing of the journal; nothing of the partition has been processed yet',
    matches: (error) => error instanceof JournalTimeout,
  },
  {
    kind: 'retryable',
    cause: 'fenced',
    because: 'an acquisition of an earlier assignment was late and has fenced this one; nothing has been processed yet',
    matches: (error) => error instanceof JournalSuperseded,
  },
  {
    kind: 'retryable',
    cause: 'commit_unknown',
    because:
      'the broker went away while a transaction was being committed; acquiring anew ends it, and reads position and journal after that',
    matches: (error) => error instanceof CommitUnknown,
  },
];

/**
 * Runs a Kafka-to-Kafka stage: for each batch, emissions, dead letters and the input offset in one transaction.
 * Resolves once it has joined its group, and waits for that while the broker is away.
 */
export async function startProcessor<S extends ServiceName>(options: ProcessorOptions<S>): Promise<Loop> {
  assertReader(options.stage, options.input);
  const kafka = createKafka(options.kafka, options.runtime.log);
  const metrics = createStageMetrics(options.runtime.registry, options.stage);
  const breakers = watchBreakers(options.runtime);
  const logWatch = watchLog(options.runtime);
  const journal = await openJournalOf(options, kafka);
  const loop = await startLoop({
    kafka,
    stage: options.stage,
    inputs: [options.input],
    runtime: options.runtime,
    metrics,
    errors: PROCESSOR_ERRORS,
    acquire: ({ partition }, _consumer, wasReset) =>
      acquire(options, { kafka, journal, metrics, breakers, logWatch }, partition, wasReset),
  });
  return {
    async stop() {
      await loop.stop();
      await journal?.stop();
    },
  };
}

async function openJournalOf({ journal: id, stage, runtime }: ProcessorOptions, kafka: KafkaClient) {
  if (id === undefined) return undefined;
  return retryWhileUnavailable({ part: id, runtime }, () => openJournal(kafka, id, stage, runtime));
}

interface Tools {
  readonly kafka: KafkaClient;
  readonly journal: JournalReader | undefined;
  readonly metrics: StageMetrics;
  readonly breakers: BreakerWatch;
  readonly logWatch: LogWatch;
}

/**
 * The order is what makes it exact (DESIGN, section 6): 1. fence the previous owner, which also ends a
 * transaction that it left open; 2. read the committed position, which no other process can move any more; 3. restore the
 * memory to its end; 4. go on from the position.
 */
async function acquire(
  options: ProcessorOptions,
  tools: Tools,
  partition: number,
  wasReset: boolean,
): Promise<PartitionWork> {
  const { kafka, journal } = tools;
  const producer = kafka.transactionalProducer(transactionalId(kafka, options.stage, options.input, partition));
  try {
    await producer.connect();
    const fence = await producer.transaction();
    const sentinel = await journal?.mark(fence, partition);
    await (sentinel === undefined ? fence.abort() : fence.commit());
    const place = { topic: options.input, partition };
    const position = await committedPosition(kafka, kafka.group(options.stage), place, wasReset);
    // Made durable at once: the log may grow beyond the old position before the first batch is settled.
    if (position.isTruncated) await commitPosition(kafka, producer, options.stage, place, position.next);
    tools.logWatch.began(place, position);
    const restore: Restore = async (each) => {
      if (journal !== undefined && sentinel !== undefined) await journal.restore(partition, sentinel, each);
    };
    const handler = await options.open(partition, restore);
    return partitionWork(options, tools, producer, handler, { partition, position });
  } catch (error) {
    await disconnect(producer);
    throw error;
  }
}

async function commitPosition(
  kafka: KafkaClient,
  producer: Producer,
  stage: ServiceName,
  { topic, partition }: TopicPartition<InputTopicId>,
  next: bigint,
): Promise<void> {
  const transaction = await producer.transaction();
  await transaction.sendOffsets({
    consumerGroupId: kafka.group(stage),
    topics: [{ topic: kafka.topic(topic), partitions: [{ partition, offset: next.toString() }] }],
  });
  await commit(transaction);
}

function partitionWork(
  options: ProcessorOptions,
  { kafka, metrics, breakers }: Tools,
  producer: Producer,
  handler: PartitionHandler,
  { partition, position }: { readonly partition: number; readonly position: Position },
): PartitionWork {
  const stage = { stage: options.stage, group: kafka.group(options.stage), version: options.version };
  const offsetsTo = (next: bigint) => ({
    consumerGroupId: stage.group,
    topics: [{ topic: kafka.topic(options.input), partitions: [{ partition, offset: next.toString() }] }],
  });
  return {
    position,
    async process(batch, _, next) {
      const began = performance.now();
      const decision = await handler.decide(batch);
      const outcomes = boundSizes(batch, decision.outcomes);
      const plan = breakers.plan(batch, outcomes);
      if (plan.kind === 'retry') return plan;
      // Before anything is sent: a topic of another stage is a bug that ends the process.
      for (const { emission } of plan.emissions) assertWriter(options.stage, emission.topic);
      const messages = [
        ...toMessages(kafka, plan.emissions),
        ...toDeadLetterMessages(kafka, options.input, plan.deadLetters, stage, Date.now()),
      ];
      // 1. Nothing is visible yet; failing here leaves an open transaction that the next owner's fence aborts.
      const transaction = await producer.transaction();
      for (const chunk of splitBySize(messages)) await transaction.sendBatch({ topicMessages: byTopic(chunk) });
      // 2. The position is part of the transaction; failing here is the same as above.
      await transaction.sendOffsets(offsetsTo(next));
      // 3. All of it becomes visible at once; failing here leaves it unknown whether it has.
      await commit(transaction);
      decision.committed?.();
      const sources = countSources(batch, outcomes);
      metrics.settled(plan.counts, sources, (performance.now() - began) / 1000);
      for (const sentMs of canariesIn(batch, sources)) metrics.canary(sentMs);
      breakers.settled(batch, outcomes);
      return { kind: 'settled' };
    },
    async pass(next) {
      const transaction = await producer.transaction();
      await transaction.sendOffsets(offsetsTo(next));
      await commit(transaction);
    },
    async release() {
      handler.close?.();
      await disconnect(producer);
    },
  };
}

async function commit(transaction: Transaction): Promise<void> {
  try {
    await transaction.commit();
  } catch (cause) {
    const verdict = classify(cause, KAFKA_ERRORS);
    // A bug, or a refusal that says that the partition may be another process's, is not to be hidden.
    if (verdict.kind !== 'retryable' || verdict.cause === 'fenced') throw cause;
    throw new CommitUnknown('the result of a transaction’s commit is unknown', { cause });
  }
}

/** A producer that is given up may be beyond a clean goodbye; its connections are closed by then all the same. */
async function disconnect(producer: Producer): Promise<void> {
  await producer.disconnect().catch(() => undefined);
}
