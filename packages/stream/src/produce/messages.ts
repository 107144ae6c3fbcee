import { deadTopic, type InputTopicId } from '@heliograph/schema';
import type { KafkaClient } from '../client/kafka-client.ts';
import { encode } from '../outcome/codec.ts';
import type { PendingDeadLetter, PendingEmission } from '../outcome/settle.ts';
import { deadLetterHeaders, type Stage } from './dead-letter-headers.ts';

/** A record on its way to the broker. */
export interface OutgoingMessage {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, string>;
}

/**
 * A broker takes at most 1 MiB (message.max.bytes) as one batch of one partition, and the client makes one batch of all
 * that it is given for a partition. A tenth is left for the batch's own framing.
 */
export const MAX_BATCH_BYTES = 943_718;
/** What a record costs beside its key, value and headers: lengths, attributes, deltas; rounded up. */
const RECORD_OVERHEAD_BYTES = 40;

export function toMessages(client: KafkaClient, emissions: readonly PendingEmission[]): OutgoingMessage[] {
  return emissions.map(({ origin, emission: { topic, key, value } }) => ({
    topic: client.topic(topic),
    partition: origin.partition,
    key,
    value: encode(value),
    headers: { ...origin.headers },
  }));
}

/**
 * A dead letter is the original bytes under the original key, in the same partition, with headers that say why. Bytes that
 * do not fit beside these headers stay where they are: the letter has no value then, and its detail says so.
 */
export function toDeadLetterMessages(
  client: KafkaClient,
  input: InputTopicId,
  letters: readonly PendingDeadLetter[],
  stage: Stage,
  nowMs: number,
): OutgoingMessage[] {
  return letters.map((letter) => {
    const { partition, key, value } = letter.origin;
    const headers = deadLetterHeaders(letter, stage, client.topic(input), nowMs);
    const message = { topic: client.topic(deadTopic(input)), partition, key, value, headers };
    return sizeOf(message) <= MAX_BATCH_BYTES ? message : withoutValue(message);
  });
}

function withoutValue(message: OutgoingMessage): OutgoingMessage {
  const said = `the value of ${message.value?.length ?? 0} bytes did not fit; it is at dead.origin`;
  const detail = `${said}; ${message.headers['dead.detail'] ?? ''}`.slice(0, 500);
  return { ...message, value: null, headers: { ...message.headers, 'dead.detail': detail } };
}

/** Bytes that a record takes at the most, uncompressed. */
export function sizeOf(message: Pick<OutgoingMessage, 'key' | 'value' | 'headers'>): number {
  let size = RECORD_OVERHEAD_BYTES + (message.value?.length ?? 0);
  if (message.key !== null) size += Buffer.byteLength(message.key);
  for (const [key, value] of Object.entries(message.headers)) size += 4 + key.length + Buffer.byteLength(value);
  return size;
}

/**
 * Cuts messages into chunks, in order, none of which gives one partition of a topic more than `limit` bytes (unless a
 * single message does).
 */
export function splitBySize(messages: readonly OutgoingMessage[], limit = MAX_BATCH_BYTES): OutgoingMessage[][] {
  const chunks: OutgoingMessage[][] = [];
  let current: OutgoingMessage[] = [];
  let sizes = new Map<string, number>();
  for (const message of messages) {
    const place = `${message.topic}/${message.partition}`;
    const size = sizeOf(message);
    if ((sizes.get(place) ?? 0) + size > limit && current.length > 0) {
      chunks.push(current);
      current = [];
      sizes = new Map();
    }
    current.push(message);
    sizes.set(place, (sizes.get(place) ?? 0) + size);
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}

/** Messages grouped by topic, as the client wants them. */
export function byTopic(messages: readonly OutgoingMessage[]): { topic: string; messages: OutgoingMessage[] }[] {
  return [...Map.groupBy(messages, (message) => message.topic)].map(([topic, group]) => ({ topic, messages: group }));
}
