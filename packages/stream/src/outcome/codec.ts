import { type MessageTopicId, REQUEST_HEADER, type TopicRequest, type TopicValue, topicSpec } from '@heliograph/schema';
import { z } from 'zod';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import { type Dead, dead } from './outcome.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The record as the topic's shapes say: a message or a privacy request; else a dead letter that says what is wrong. */
export type Decoded<T extends MessageTopicId> =
  | { readonly message: TopicValue<T> }
  | ([TopicRequest<T>] extends [never] ? never : { readonly request: TopicRequest<T> })
  | { readonly dead: Dead };

type Readable = Pick<ConsumerRecord, 'value'> & Partial<Pick<ConsumerRecord, 'headers'>>;

/** Reads a record of the topic; the request header decides between its two shapes. */
export function decode<T extends MessageTopicId>(topic: T, record: Readable): Decoded<T>;
export function decode(topic: MessageTopicId, record: Readable): object {
  const { value, request } = topicSpec(topic);
  const isRequest = request !== undefined && record.headers?.[REQUEST_HEADER] !== undefined;
  const parsed = parseAs(isRequest ? request : (value ?? z.never()), record);
  return isRequest && 'message' in parsed ? { request: parsed.message } : parsed;
}

/** Reads a record's value as UTF-8 JSON of the given shape. */
export function parseAs<T>(
  schema: z.ZodType<T>,
  record: Pick<ConsumerRecord, 'value'>,
): { readonly message: T } | { readonly dead: Dead } {
  let json: unknown;
  try {
    json = JSON.parse(utf8.decode(record.value ?? Buffer.alloc(0)));
  } catch {
    return { dead: dead('not_json', 'the value is not UTF-8 JSON') };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { message: parsed.data };
  const places = parsed.error.issues.slice(0, 5).map((issue) => `/${issue.path.join('/')}: ${issue.code}`);
  return { dead: dead('invalid_envelope', places.join('; ')) };
}

/** The bytes of a record's value; null stays null, a tombstone. */
export function encode(value: unknown): Buffer | null {
  return value === null ? null : Buffer.from(JSON.stringify(value));
}
