import type { DeadTopicId } from '@heliograph/schema';
import {
  type DeadLetter,
  decideReplay,
  type KafkaSettings,
  openReplay,
  type ReplayHistory,
  readDeadLetters,
  readErased,
  readReplayed,
} from '@heliograph/stream';
import type { Judged } from './counts.ts';
import type { Query } from './query.ts';

/** What was found, and what was done about it. */
export interface Run {
  readonly judged: readonly Judged[];
  /** Records in topics of dead letters that cannot be read as such. */
  readonly unreadable: number;
  readonly delivered: number;
  readonly interrupted: boolean;
}

/** Looks and changes nothing. */
export async function inspectDeadLetters(kafka: KafkaSettings, query: Query): Promise<Run> {
  const past = { replayed: await readReplayed(kafka), erased: await readErased(kafka) };
  const judged: Judged[] = [];
  let unreadable = 0;
  for (const topic of query.topics) {
    const found = await readDeadLetters(kafka, topic, query.filter);
    judged.push(...judge(found.letters, past, query));
    unreadable += found.unreadable;
  }
  return { judged, unreadable, delivered: 0, interrupted: false };
}

export interface DeliveryOptions {
  readonly recordsPerSecond: number;
  /** Ends the run after the transaction at work. */
  readonly signal: AbortSignal;
  progress(topic: DeadTopicId, delivered: number, due: number): void;
}

/** Delivers again what is due, topic by topic. Rejects with a ReplayError where it cannot go on. */
export async function redeliverDeadLetters(
  kafka: KafkaSettings,
  query: Query,
  { recordsPerSecond, signal, progress }: DeliveryOptions,
): Promise<Run> {
  const judged: Judged[] = [];
  let unreadable = 0;
  let delivered = 0;
  for (const topic of query.topics) {
    if (signal.aborted) break;
    // First, because from here on nobody else can deliver a letter of this topic without our noticing.
    const replay = await openReplay(kafka, topic);
    try {
      const found = await readDeadLetters(kafka, topic, query.filter);
      // Last, so that as little time as possible is left for an erasure that this run does not know of.
      const past = { replayed: replay.replayed, erased: await readErased(kafka) };
      const here = judge(found.letters, past, query);
      judged.push(...here);
      unreadable += found.unreadable;
      const due = here.flatMap(({ letter, decision }) => (decision === 'due' ? [letter] : []));
      const report = (n: number) => progress(topic, n, due.length);
      delivered += await replay.deliver(due, { recordsPerSecond, signal, progress: report });
    } finally {
      await replay.stop();
    }
  }
  return { judged, unreadable, delivered, interrupted: signal.aborted };
}

function judge(letters: readonly DeadLetter[], past: ReplayHistory, { policy }: Query): Judged[] {
  return letters.map((letter) => ({ letter, decision: decideReplay(letter, past, policy) }));
}
