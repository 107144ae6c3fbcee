import { DeadLetterHeaders, type DeadReason, type DeadTopicId, replayTopic, TOPOLOGY } from '@heliograph/schema';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import { decode } from '../outcome/codec.ts';
import type { Erased } from './erased.ts';

/** A dead letter as it lies in its topic. */
export interface DeadLetter {
  readonly topic: DeadTopicId;
  /** Full name of the topic/partition/offset: what the record of replays knows it by. */
  readonly place: string;
  readonly reason: DeadReason;
  readonly detail: string;
  readonly stage: string;
  readonly group: string;
  /** How often it has been given up, this time included. */
  readonly attempts: number;
  /** RFC 3339, as the stage wrote it. */
  readonly failedAt: string;
  readonly record: ConsumerRecord;
}

/** Reads the headers of a dead letter; undefined if a record lacks them: its stage is unknown then. */
export function toDeadLetter(topic: DeadTopicId, fullName: string, record: ConsumerRecord): DeadLetter | undefined {
  const { data: headers } = DeadLetterHeaders.safeParse(record.headers);
  if (headers === undefined) return undefined;
  return {
    topic,
    place: `${fullName}/${record.partition}/${record.offset}`,
    reason: headers['dead.reason'],
    detail: headers['dead.detail'],
    stage: headers['dead.stage'],
    group: headers['dead.group'],
    attempts: Number(headers['dead.attempts']),
    failedAt: headers['dead.failed_at'],
    record,
  };
}

/** What an operator asks for; what is left out is not asked about. */
export interface DeadLetterFilter {
  readonly reasons?: readonly DeadReason[];
  readonly stages?: readonly string[];
  readonly group?: string;
  /** Milliseconds since the epoch, compared with the time of failing; the first is part of it, the second is not. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
}

export function matches(letter: DeadLetter, { reasons, stages, group, sinceMs, untilMs }: DeadLetterFilter): boolean {
  const failedMs = Date.parse(letter.failedAt);
  return (
    (reasons?.includes(letter.reason) ?? true) &&
    (stages?.includes(letter.stage) ?? true) &&
    (group === undefined || letter.group === group) &&
    (sinceMs === undefined || failedMs >= sinceMs) &&
    (untilMs === undefined || failedMs < untilMs)
  );
}

/** Which letters have been delivered again: the time of failing by place. */
export type Replayed = ReadonlyMap<string, string>;

/** Collects the entries of the record of replays. */
export function createReplayLog(): {
  add(record: Pick<ConsumerRecord, 'value'>): void;
  replayed(): Replayed;
} {
  const replayed = new Map<string, string>();
  let broken: string | undefined;
  return {
    add(record) {
      if (record.value === null) return;
      const entry = decode('replays', record);
      if ('message' in entry) replayed.set(entry.message.letter, entry.message.failed_at);
      else broken ??= entry.dead.detail;
    },
    /** Throws where an entry could not be read: what it stood for would be delivered twice. */
    replayed() {
      if (broken !== undefined) throw new Error(`the record of replays cannot be read: ${broken}`);
      return replayed;
    },
  };
}

/** Whether a letter may be delivered again, or why not. */
export const REPLAY_DECISIONS = ['due', 'replayed', 'max_attempts_reached', 'unknown_stage', 'erased'] as const;
export type ReplayDecision = (typeof REPLAY_DECISIONS)[number];

export interface ReplayPolicy {
  /** A letter that has been given up this often stays where it is. */
  readonly maxAttempts: number;
  /** Delivers again what has been delivered again already. */
  readonly again: boolean;
}

/** What has become of letters and of their systems until now. */
export interface ReplayHistory {
  readonly replayed: Replayed;
  readonly erased: Erased;
}

/** A place alone does not tell a letter: in a topic that was made anew, offsets begin at 0 again. */
export function decideReplay(
  letter: DeadLetter,
  { replayed, erased }: ReplayHistory,
  { maxAttempts, again }: ReplayPolicy,
): ReplayDecision {
  if (erased.concerns(letter.record)) return 'erased';
  const readers: readonly string[] = TOPOLOGY[replayTopic(letter.topic)].readers;
  if (!readers.includes(letter.stage)) return 'unknown_stage';
  if (letter.attempts >= maxAttempts) return 'max_attempts_reached';
  return !again && replayed.get(letter.place) === letter.failedAt ? 'replayed' : 'due';
}
