import type { InputRecord } from './handler.ts';
import { headersOf, type KafkaMessage } from './kafka-client.ts';
import type { TopicPartition } from './topic-partition.ts';

/** A message as the client delivers it, as a record of the log. */
export function toRecord(place: TopicPartition, message: KafkaMessage): InputRecord {
  return {
    ...place,
    offset: BigInt(message.offset),
    key: message.key?.toString() ?? null,
    value: message.value,
    headers: headersOf(message.headers),
    timestampMs: Number(message.timestamp),
  };
}
