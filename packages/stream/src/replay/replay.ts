import { setTimeout as sleep } from 'node:timers/promises';
import type { DeadTopicId } from '@heliograph/schema';
import { SILENT, withAdmin } from '../admin/admin-client.ts';
import { createKafka, type KafkaClient, type KafkaSettings, type Producer } from '../client/kafka-client.ts';
import { classify, withReason } from '../errors/classify.ts';
import { KAFKA_ERRORS } from '../errors/kafka-errors.ts';
import { byTopic, splitBySize } from '../produce/messages.ts';
import { openJournal } from '../read/journal.ts';
import { scanTopic } from '../read/read-topic.ts';
import { createReplayLog, type DeadLetter, type Replayed } from './dead-letters.ts';
import { chunkSize, waitMs } from './pace.ts';
import { toReplayMessages } from './replay-messages.ts';

/** Thrown where a run cannot go on; what it had committed until then is committed, and recorded. */
class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

interface Delivery {
  readonly recordsPerSecond: number;
  /** Ends the delivery after the transaction at work. */
  readonly signal: AbortSignal;
  /** Told after each transaction how many letters have been delivered. */
  progress(delivered: number): void;
}

/** The right to deliver the dead letters of one topic again: one run at a time has it. */
export interface Replay {
  /** What had been delivered again when the run began; a run that adds to it fences this one. */
  readonly replayed: Replayed;
  /** Resolves to how many letters have been delivered. Rejects with a ReplayError. */
  deliver(letters: readonly DeadLetter[], delivery: Delivery): Promise<number>;
  stop(): Promise<void>;
}

/** For those who only look: what has been delivered again. May miss the last moments. */
export async function readReplayed(settings: KafkaSettings): Promise<Replayed> {
  const log = createReplayLog();
  await scanTopic(settings, 'replays', log.add);
  return log.replayed();
}

/**
 * Begins a run for one topic of dead letters. The order is what keeps two runs from delivering one letter twice: 1. fence
 * the run before, which also ends a transaction that it left open; 2. read the record of replays to its end; and only then
 * may letters be chosen. Rejects with the client's errors.
 */
export async function openReplay(settings: KafkaSettings, topic: DeadTopicId): Promise<Replay> {
  const kafka = createKafka(settings, SILENT);
  const failure = new AbortController();
  const journal = await openJournal(kafka, 'replays', 'replay', {
    log: SILENT,
    health: { proven: () => {}, waiting: () => {}, warn: () => {}, unwarn: () => {} },
    fail: (error) => failure.abort(error),
  });
  // A fixed id: a producer that takes it fences the one before.
  const producer = kafka.transactionalProducer(`${kafka.group('replay')}.${kafka.topic(topic)}`);
  const log = createReplayLog();
  try {
    await producer.connect();
    const fence = await producer.transaction();
    const partitions = Array.from({ length: await partitionCount(settings) }, (_, partition) => partition);
    const marks: string[] = [];
    for (const partition of partitions) marks.push(await journal.mark(fence, partition));
    await fence.commit();
    await Promise.all(marks.map((mark, partition) => journal.restore(partition, mark, log.add)));
    failure.signal.throwIfAborted();
    const replayed = log.replayed();
    return {
      replayed,
      deliver: (letters, delivery) => deliver(kafka, producer, topic, letters, delivery),
      stop: () => producer.disconnect().catch(() => undefined),
    };
  } catch (error) {
    await producer.disconnect().catch(() => undefined);
    throw error;
  } finally {
    await journal.stop();
  }
}

async function partitionCount(settings: KafkaSettings): Promise<number> {
  return withAdmin(settings, async (kafka, admin) => (await admin.fetchTopicOffsets(kafka.topic('replays'))).length);
}

async function deliver(
  kafka: KafkaClient,
  producer: Producer,
  topic: DeadTopicId,
  letters: readonly DeadLetter[],
  { recordsPerSecond, signal, progress }: Delivery,
): Promise<number> {
  const size = chunkSize(recordsPerSecond);
  let delivered = 0;
  while (delivered < letters.length && !signal.aborted) {
    const began = performance.now();
    const chunk = letters.slice(delivered, delivered + size);
    try {
      await transact(kafka, producer, chunk);
    } catch (error) {
      throw explained(error, topic, delivered);
    }
    delivered += chunk.length;
    progress(delivered);
    if (delivered < letters.length)
      await pause(waitMs(chunk.length, performance.now() - began, recordsPerSecond), signal);
  }
  return delivered;
}

/** Records and entries become visible at once, or not at all. */
async function transact(kafka: KafkaClient, producer: Producer, letters: readonly DeadLetter[]): Promise<void> {
  const messages = letters.flatMap((letter) => toReplayMessages(kafka, letter, Date.now()));
  const transaction = await producer.transaction();
  try {
    for (const chunk of splitBySize(messages)) await transaction.sendBatch({ topicMessages: byTopic(chunk) });
  } catch (error) {
    await transaction.abort().catch(() => undefined);
    throw error;
  }
  await transaction.commit();
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal }).catch(() => undefined);
}

function explained(error: unknown, topic: DeadTopicId, delivered: number): unknown {
  const verdict = classify(error, KAFKA_ERRORS);
  if (verdict.kind !== 'retryable') return withReason(error, verdict);
  const why =
    verdict.cause === 'fenced'
      ? `another replay of ${topic} has begun, or the broker gave up a transaction that took too long`
      : `the broker does not answer (${verdict.cause})`;
  // Whether the last transaction was committed is unknown here, and known to the record of replays.
  const known = `${delivered} letters were delivered before, and are recorded; run again for the rest`;
  return new ReplayError(`${why}. ${known}`, { cause: error });
}
