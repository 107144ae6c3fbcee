import {
  DeadLetterHeaders,
  type DeadReason,
  type DeadTopicId,
  ReplayRecord,
  replayTopic,
  TOPOLOGY,
} from '@heliograph/schema';
import { decode } from '../outcome/codec.ts';
import type { StoredRecord } from '../read/read-topic.ts';
import type { Erased } from './erased.ts';

/** A dead letter as it lies in its topic. */
export interface Letter {
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
  readonly record: StoredRecord;
}

/** Reads the headers of a dead letter; undefined where a record lacks them, so that nobody can tell whose it is. */
export function toLetter(topic: DeadTopicId, fullName: string, record: StoredRecord): Letter | undefined {
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
export interface LetterFilter {
  readonly reasons?: readonly DeadReason[];
  readonly stages?: readonly string[];
  readonly group?: string;
  /** Milliseconds since the epoch, compared with the time of failing; the first is part of it, the second is not. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
}

export function matches(letter: Letter, { reasons, stages, group, sinceMs, untilMs }: LetterFilter): boolean {
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
export function createReplayLog(): { add(record: Pick<StoredRecord, 'value'>): void; replayed(): Replayed } {
  const replayed = new Map<string, string>();
  let broken: string | undefined;
  return {
    add(record) {
      if (record.value === null) return;
      const entry = decode(ReplayRecord, record);
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
export const LETTER_FATES = ['due', 'replayed', 'attempts_spent', 'no_such_stage', 'erased'] as const;
export type LetterFate = (typeof LETTER_FATES)[number];

export interface ReplayPolicy {
  /** A letter that has been given up this often stays where it is. */
  readonly maxAttempts: number;
  /** Delivers again what has been delivered again already. */
  readonly again: boolean;
}

/** What has become of letters and of their systems until now. */
export interface Past {
  readonly replayed: Replayed;
  readonly erased: Erased;
}

/** A place alone does not tell a letter: in a topic that was made anew, offsets begin at 0 again. */
export function fateOf(letter: Letter, { replayed, erased }: Past, { maxAttempts, again }: ReplayPolicy): LetterFate {
  if (erased.concerns(letter.record)) return 'erased';
  const readers: readonly string[] = TOPOLOGY[replayTopic(letter.topic)].readers;
  if (!readers.includes(letter.stage)) return 'no_such_stage';
  if (letter.attempts >= maxAttempts) return 'attempts_spent';
  return !again && replayed.get(letter.place) === letter.failedAt ? 'replayed' : 'due';
}
