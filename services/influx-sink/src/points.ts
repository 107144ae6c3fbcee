import {
  type Definition,
  epochNanos,
  influxType,
  isReservedInInflux,
  type Observation,
  parseRfc3339,
  precisionNanos,
  SYSTEM_KEY_TAG,
  systemIdTag,
} from '@heliograph/schema';
import type { Lease } from '@heliograph/stream';
import { expand, type Path, pathsOf } from './paths.ts';

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
  /** How many values of the observation are not in the point, by reason; absent if all are. */
  readonly leftOut?: ReadonlyMap<LeftOutReason, number>;
}

/**
 * Why a value that the definition lists is not in a point. `reserved_name`: InfluxDB or every point uses the name that the
 * value's key gives it. `name_taken`: another value of the report has the name. `series_key_too_long`: it was a tag.
 */
type LeftOutReason = 'reserved_name' | 'name_taken' | 'series_key_too_long';

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

/** Every point has it, so that one with nothing else to say can be stored, and reports can be counted by summing it. */
const REPORT: readonly [string, FieldValue] = ['reports', { type: 'integer', value: 1 }];

/**
 * How many UTF-16 units the names and values of a point's tags may have together. A unit takes three bytes at most, also one that
 * is escaped, and InfluxDB holds no series key of more than 65,535 bytes; half of them are left to the names of fields.
 */
const MAX_SERIES_KEY_UNITS = 10_000;

/** Returns the function that makes points of a definition's observations. */
export function pointsOf(definition: Definition): (observation: Observation) => Point {
  const { measurement } = definition.influx;
  const paths = pathsOf(definition);
  const idTag = systemIdTag(definition);
  const typeOf = new Map(paths.fields.map((path) => [path, influxType(definition.fields[path.pointer])]));
  return (observation) => {
    const leftOut = createLeftOut();
    const point = {
      measurement,
      tags: tagsOf(observation, paths.tags, idTag, leftOut),
      fields: fieldsOf(observation, typeOf, leftOut),
      timestampNs: timestampNs(observation),
    };
    return leftOut.counts === undefined ? point : { ...point, leftOut: leftOut.counts };
  };
}

/** Counts what is left out; most points need no map for it. */
function createLeftOut() {
  let counts: Map<LeftOutReason, number> | undefined;
  return {
    get counts() {
      return counts;
    },
    add(reason: LeftOutReason) {
      counts ??= new Map();
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    },
  };
}
type LeftOut = ReturnType<typeof createLeftOut>;

/** The values of a path, without those that may not have the names which their keys give them. */
function valuesOf(payload: unknown, path: Path, leftOut: LeftOut) {
  const values = expand(payload, path);
  if (!path.isOpen) return values;
  return values.filter(([name]) => {
    const isReserved = isReservedInInflux(name);
    if (isReserved) leftOut.add('reserved_name');
    return !isReserved && !path.except.has(name);
  });
}

/**
 * Without a tag that holds the system key, two systems that report at one time would overwrite each other. Other tags may
 * happen to hold it too, but then perhaps of another system.
 */
function tagsOf(
  { payload, system_key, channel }: Observation,
  paths: readonly Path[],
  idTag: string | undefined,
  leftOut: LeftOut,
): Map<string, string> {
  const tags = new Map<string, string>();
  for (const path of paths)
    for (const [name, value] of valuesOf(payload, path, leftOut)) {
      const text = typeof value === 'object' ? '' : String(value);
      if (text === '') continue;
      const before = tags.get(name);
      if (before === undefined) tags.set(name, text);
      else if (before !== text) leftOut.add('name_taken');
    }
  const isInTag = idTag !== undefined && tags.get(idTag) === system_key;
  if (!isInTag) tags.set(SYSTEM_KEY_TAG, system_key);
  tags.set('channel', channel);
  return bounded(tags, new Set([isInTag ? idTag : SYSTEM_KEY_TAG, 'channel']), leftOut);
}

/** Leaves out the last tags that would make the key of the series too large, and none by which the system is told. */
function bounded(tags: Map<string, string>, kept: ReadonlySet<string>, leftOut: LeftOut): Map<string, string> {
  let units = 0;
  for (const [name, value] of tags) units += name.length + value.length;
  if (units <= MAX_SERIES_KEY_UNITS) return tags;
  for (const [name, value] of [...tags].toReversed()) {
    if (units <= MAX_SERIES_KEY_UNITS) break;
    if (kept.has(name)) continue;
    units -= name.length + value.length;
    tags.delete(name);
    leftOut.add('series_key_too_long');
  }
  return tags;
}

function fieldsOf(
  { payload }: Observation,
  types: ReadonlyMap<Path, FieldValue['type']>,
  leftOut: LeftOut,
): Map<string, FieldValue> {
  const fields = new Map([REPORT]);
  for (const [path, type] of types)
    for (const [name, value] of valuesOf(payload, path, leftOut)) {
      const field = fieldValue(type, value);
      if (field === undefined) continue;
      const before = fields.get(name);
      if (before === undefined) fields.set(name, field);
      else if (before.value !== field.value) leftOut.add('name_taken');
    }
  return fields;
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

const NANOS_A_MS = 1_000_000;

/**
 * The sender's time with all its digits; where that was not believable, observed_at. What of a nanosecond is not said is drawn
 * from the id, so that two reports of one system with one time stay two points, each the same when repeated: as one point they
 * would be a mixture of the fields of both.
 */
function timestampNs({ id, time, observed_at, clock_clamped }: Observation): bigint {
  const sent = clock_clamped ? undefined : parseRfc3339(time);
  const unsaid = sent === undefined ? NANOS_A_MS : precisionNanos(time);
  const ns = sent === undefined ? BigInt(Date.parse(observed_at)) * BigInt(NANOS_A_MS) : epochNanos(sent);
  return unsaid === 1 ? ns : ns + (BigInt(`0x${id.replaceAll('-', '')}`) % BigInt(unsaid));
}
