import type { InputRecord } from './handler.ts';
import type { InputPlace } from './input-place.ts';
import { headersOf, type KafkaMessage } from './kafka-client.ts';

/** A message as the client delivers it, as a record of the log. */
export function toRecord(place: InputPlace, message: KafkaMessage): InputRecord {
  return {
    ...place,
    offset: BigInt(message.offset),
    key: message.key?.toString() ?? null,
    value: message.value,
    headers: headersOf(message.headers),
    timestampMs: Number(message.timestamp),
  };
}
