import { type ReplayHeaders, type ReplayRecord, replayTopic } from '@heliograph/schema';
import type { KafkaClient } from '../client/kafka-client.ts';
import { encode } from '../outcome/codec.ts';
import type { OutgoingMessage } from '../produce/messages.ts';
import type { DeadLetter } from './dead-letters.ts';

const DEAD_LETTER_HEADER = /^(?:dead|replay)\./;

/**
 * What delivers a letter again: the original key, bytes and headers, to the partition that it came from, and the entry in
 * the record of replays. `nowMs` is the clock of the caller.
 */
export function toReplayMessages(
  client: Pick<KafkaClient, 'topic'>,
  letter: DeadLetter,
  nowMs: number,
): [OutgoingMessage, OutgoingMessage] {
  const { key, value, partition } = letter.record;
  const to = client.topic(replayTopic(letter.topic));
  const entry: ReplayRecord = {
    letter: letter.place,
    to,
    reason: letter.reason,
    stage: letter.stage,
    attempts: letter.attempts,
    failed_at: letter.failedAt,
    replayed_at: new Date(nowMs).toISOString(),
  };
  return [
    { topic: to, partition, key, value, headers: replayHeaders(letter) },
    { topic: client.topic('replays'), partition, key: letter.place, value: encode(entry), headers: {} },
  ];
}

/** The headers of the original, and what the stages must know: how often it has failed and whom it is for. */
function replayHeaders({ record, attempts, stage, place }: DeadLetter): Record<string, string> {
  const original = Object.entries(record.headers).filter(([name]) => !DEAD_LETTER_HEADER.test(name));
  const added: ReplayHeaders = { 'dead.attempts': String(attempts), 'replay.stage': stage, 'replay.letter': place };
  return { ...Object.fromEntries(original), ...added };
}
