import { type Definition, epochNanos, type Observation, parseRfc3339 } from '@heliograph/schema';
import type { Lease } from '@heliograph/stream';
import { expand, type Path, parsePath } from './paths.ts';

/** A field's value in one of the types that InfluxDB knows; once a field has a type, it refuses every other. */
export type FieldValue =
  | { readonly type: 'integer'; readonly value: number }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string };

/** What one observation says to InfluxDB. The same observation always makes the same point, so it may come twice. */
export interface Point {
  readonly measurement: string;
  /** None is empty. */
  readonly tags: ReadonlyMap<string, string>;
  readonly fields: ReadonlyMap<string, FieldValue>;
  readonly timestampNs: bigint;
}

/**
 * What became of a point. `too_old`: older than the server keeps points of its measurement. `why` is short and holds no
 * values.
 */
export type PointFate =
  | { readonly kind: 'stored' }
  | { readonly kind: 'too_old' }
  | { readonly kind: 'rejected'; readonly why: string };

/** Where points go. Writing a point again changes nothing. */
export interface PointWriter {
  /**
   * One fate for each point, in their order. Rejects with errors of the store, or the lease's where that has ended before a
   * request; some points may be stored even so.
   */
  write(points: readonly Point[], lease: Lease): Promise<PointFate[]>;
  /** Rejects, as `write` would, where the store does not take in points now. Stores nothing. */
  prove(): Promise<void>;
}

/** The tag of the key where the definition makes none of the system's id. */
const SYSTEM_KEY = 'system_key';

/** Every point has it, so that one with nothing else to say can be stored, and reports can be counted by summing it. */
const REPORT: readonly [string, FieldValue] = ['reports', { type: 'integer', value: 1 }];

/** Returns the function that makes points of a definition's observations. */
export function pointsOf(definition: Definition): (observation: Observation) => Point {
  const tagPaths = definition.influx.tags.map(parsePath);
  const fieldPaths = definition.influx.fields.map(parsePath);
  const idTag = idTagOf(definition);
  const typeOf = new Map(fieldPaths.map((path) => [path, fieldType(definition, path)]));
  return (observation) => ({
    measurement: definition.influx.measurement,
    tags: tagsOf(observation, tagPaths, idTag),
    fields: fieldsOf(observation, typeOf),
    timestampNs: timestampNs(observation),
  });
}

/**
 * Every tag in which `pointsOf` may put the key of a system, or has put it when the definition made a tag of the id; so that
 * the points of a system are found by it, and no other's.
 */
export function systemTags(definition: Definition): string[] {
  const { influx, record } = definition;
  const isTag = mayHoldKey(definition) && !influx.fields.includes(record.system_id);
  return isTag ? [SYSTEM_KEY, parsePath(record.system_id).name] : [SYSTEM_KEY];
}

/** The tag that holds the id that the source gave to the system, where the definition makes one of all of it. */
function idTagOf(definition: Definition): string | undefined {
  const { influx, record } = definition;
  const isTag = mayHoldKey(definition) && influx.tags.includes(record.system_id);
  return isTag ? parsePath(record.system_id).name : undefined;
}

/** Not where the id is kept in part: what is left of one may be another. */
function mayHoldKey({ fields, record }: Definition): boolean {
  const field = fields[record.system_id];
  if (field === undefined || field.sanitise !== 'keep' || field.type === 'uuid') return true;
  return field.type === 'string' && field.mask === undefined && field.too_long === 'remove';
}

/**
 * Without a tag that holds the system key, two systems that report at one time would overwrite each other. Other tags may
 * happen to hold it too, but then perhaps of another system.
 */
function tagsOf(observation: Observation, paths: readonly Path[], idTag: string | undefined): Map<string, string> {
  const tags = new Map<string, string>();
  for (const path of paths)
    for (const [name, value] of expand(observation.payload, path)) {
      const text = typeof value === 'object' ? '' : String(value);
      if (text !== '' && !tags.has(name)) tags.set(name, text);
    }
  const { system_key } = observation;
  if (idTag === undefined || tags.get(idTag) !== system_key) tags.set(SYSTEM_KEY, system_key);
  return tags.set('channel', observation.channel);
}

function fieldsOf(observation: Observation, types: ReadonlyMap<Path, FieldValue['type']>): Map<string, FieldValue> {
  const fields = new Map([REPORT]);
  for (const [path, type] of types)
    for (const [name, value] of expand(observation.payload, path)) {
      const field = fieldValue(type, value);
      if (field !== undefined && !fields.has(name)) fields.set(name, field);
    }
  return fields;
}

/** A hash is text, whatever it is the hash of. */
function fieldType(definition: Definition, { pointer }: Path): FieldValue['type'] {
  const field = definition.fields[pointer];
  if (field === undefined || field.sanitise === 'hash') return 'string';
  switch (field.type) {
    case 'integer':
    case 'boolean':
      return field.type;
    case 'number':
      return 'float';
    case 'uuid':
    case 'string':
    case 'version':
    case 'timestamp':
    case 'enum':
      return 'string';
    default:
      return field satisfies never;
  }
}

/** A value of another type than the definition's is left out: the sanitizer lets none through. */
function fieldValue(type: FieldValue['type'], value: unknown): FieldValue | undefined {
  switch (type) {
    case 'integer':
      return Number.isSafeInteger(value) ? { type, value: Number(value) } : undefined;
    case 'float':
      return Number.isFinite(value) ? { type, value: Number(value) } : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? { type, value } : undefined;
    case 'string':
      return typeof value === 'string' ? { type, value } : undefined;
    default:
      return type satisfies never;
  }
}

const NANOS_A_MS = 1_000_000n;

/**
 * The sender's time with its nanoseconds. Where that was not believable: observed_at, plus a part of a millisecond drawn
 * from the id, so that two such reports of one system in one millisecond stay two points, each the same when repeated.
 */
function timestampNs({ id, time, observed_at, clock_clamped }: Observation): bigint {
  const sent = clock_clamped ? undefined : parseRfc3339(time);
  if (sent !== undefined) return epochNanos(sent);
  return BigInt(Date.parse(observed_at)) * NANOS_A_MS + (BigInt(`0x${id.replaceAll('-', '')}`) % NANOS_A_MS);
}
