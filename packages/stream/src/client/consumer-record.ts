import type { TopicId } from '@heliograph/schema';
import type { KafkaMessage } from './kafka-client.ts';
import type { TopicPartition } from './topic-partition.ts';

/** One record as it was read from the log. */
export interface ConsumerRecord<T extends TopicId = TopicId> extends TopicPartition<T> {
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The broker's clock, milliseconds since the epoch. */
  readonly timestampMs: number;
}

/** Header values as text; where a key occurs more than once, its last value. */
function headersOf(headers: KafkaMessage['headers'] | undefined): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(headers ?? {})) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) texts[key] = last.toString();
  }
  return texts;
}

/** A message as the client delivers it, as a record of the log. */
export function toConsumerRecord<T extends TopicId>(from: TopicPartition<T>, message: KafkaMessage): ConsumerRecord<T> {
  return {
    topic: from.topic,
    partition: from.partition,
    offset: BigInt(message.offset),
    key: message.key?.toString() ?? null,
    value: message.value,
    headers: headersOf(message.headers),
    timestampMs: Number(message.timestamp),
  };
}
