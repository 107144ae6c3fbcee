import type { z } from 'zod';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import { type Dead, dead } from './outcome.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

export type Decoded<T> = { readonly message: T } | { readonly dead: Dead };

/** Reads a record's value as UTF-8 JSON of the given shape; what is not becomes a dead letter that says where. */
export function decode<T>(schema: z.ZodType<T>, record: Pick<ConsumerRecord, 'value'>): Decoded<T> {
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
