import type { MessageValue } from '@heliograph/ingest';

/** A log record or data point as a payload holds it. */
export interface Item {
  readonly pointer: string;
  /** The name of its event or metric. */
  readonly name: string;
  /** RFC 3339 with nanoseconds; undefined if it has none. */
  readonly time: string | undefined;
  readonly payload: Record<string, unknown>;
}

/** The messages of a repeated field. */
export const listOf = (value: MessageValue, name: string) => (value[name] ?? []) as readonly MessageValue[];
/** A message of a field, or one without fields. */
export const messageOf = (value: MessageValue, name: string) => (value[name] ?? {}) as MessageValue;
export const textOf = (value: MessageValue, name: string) => (value[name] ?? '') as string;

/** An integer of 64 bits as JSON can carry it: a number up to 2^53, above it its decimal digits as a text. */
export function integerOf(value: unknown): number | string | undefined {
  if (typeof value !== 'bigint') return undefined;
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

const NANOS = 1_000_000_000n;
/** The last second of the year 9999, beyond which RFC 3339 has no text. */
const LAST_SECOND = 253_402_300_799n;

/** Nanoseconds since the epoch as RFC 3339 with all nine digits; undefined for 0, which means unknown, and after 9999. */
export function timeOf(nanos: unknown): string | undefined {
  if (typeof nanos !== 'bigint' || nanos === 0n || nanos / NANOS > LAST_SECOND) return undefined;
  const second = new Date(Number(nanos / NANOS) * 1000).toISOString().slice(0, 19);
  return `${second}.${String(nanos % NANOS).padStart(9, '0')}Z`;
}

/** Attributes as an object; of a key that stands twice, which the specification forbids, the last value. */
export function attributesOf(value: MessageValue): Record<string, unknown> {
  return keyValues(listOf(value, 'attributes'));
}

function keyValues(pairs: readonly MessageValue[]): Record<string, unknown> {
  // Object.fromEntries makes a property of __proto__, too, which ingest then refuses.
  return Object.fromEntries(pairs.map((pair) => [textOf(pair, 'key'), anyValue(messageOf(pair, 'value'))]));
}

/** An AnyValue as JSON: integers as above, bytes in base64, and null if it holds nothing. */
export function anyValue(value: MessageValue): unknown {
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.intValue !== undefined) return integerOf(value.intValue);
  if (value.doubleValue !== undefined) return value.doubleValue;
  if (value.arrayValue !== undefined) return listOf(messageOf(value, 'arrayValue'), 'values').map(anyValue);
  if (value.kvlistValue !== undefined) return keyValues(listOf(messageOf(value, 'kvlistValue'), 'values'));
  return value.bytesValue === undefined ? null : base64Of(value.bytesValue);
}

/** JSON has it in base64 already. */
const base64Of = (bytes: unknown) => (bytes instanceof Uint8Array ? Buffer.from(bytes).toString('base64') : bytes);

/** The id of a trace or span in lower-case hex; JSON has it in hex already. */
export function hexOf(bytes: unknown): string | undefined {
  const hex = bytes instanceof Uint8Array ? Buffer.from(bytes).toString('hex') : bytes;
  return typeof hex === 'string' && hex !== '' ? hex.toLowerCase() : undefined;
}

/** The instrumentation scope as it stands in a payload. */
export function scopeOf(scope: MessageValue) {
  return { name: textOf(scope, 'name'), version: textOf(scope, 'version'), attributes: attributesOf(scope) };
}
