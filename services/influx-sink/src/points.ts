import { type Definition, epochNanos, type Observation, parseRfc3339 } from '@heliograph/schema';
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

/** What became of a point. `why` is short and holds no values. */
export type PointFate = { readonly kind: 'stored' } | { readonly kind: 'rejected'; readonly why: string };

/** Where points go. Writing a point again changes nothing. */
export interface PointWriter {
  /** One fate for each point, in their order. Rejects with errors of the store; some points may be stored even so. */
  write(points: readonly Point[]): Promise<PointFate[]>;
  /** Rejects, as `write` would, where the store does not take in points now. Stores nothing. */
  prove(): Promise<void>;
}

/** Names that points use themselves, or that InfluxDB refuses as a key. */
const RESERVED = ['channel', 'system_key', 'reports', 'time'];

/** Every point has it, so that one with nothing else to say can be stored, and reports can be counted by summing it. */
const REPORT: readonly [string, FieldValue] = ['reports', { type: 'integer', value: 1 }];

/**
 * Returns the function that makes points of a definition's observations. Throws where two of the definition's pointers
 * would share a name, or would take one that is reserved: one of the two would silently be lost.
 */
export function pointsOf(definition: Definition): (observation: Observation) => Point {
  const tagPaths = definition.influx.tags.map(parsePath);
  const fieldPaths = definition.influx.fields.map(parsePath);
  refuseClashes(definition, [...tagPaths, ...fieldPaths]);
  const typeOf = new Map(fieldPaths.map((path) => [path, fieldType(definition, path)]));
  return (observation) => ({
    measurement: definition.influx.measurement,
    tags: tagsOf(observation, tagPaths),
    fields: fieldsOf(observation, typeOf),
    timestampNs: timestampNs(observation),
  });
}

function refuseClashes({ application, telemetry_type }: Definition, paths: readonly Path[]): void {
  const taken = new Set(RESERVED);
  for (const { name, pointer } of paths) {
    if (taken.has(name))
      throw new Error(`${application}/${telemetry_type}: in InfluxDB ${pointer} would be ${name}, which is taken`);
    taken.add(name);
  }
}

/** Without a tag that holds the system key, two systems that report at one time would overwrite each other. */
function tagsOf(observation: Observation, paths: readonly Path[]): Map<string, string> {
  const tags = new Map<string, string>();
  for (const path of paths)
    for (const [name, value] of expand(observation.payload, path)) {
      const text = typeof value === 'object' ? '' : String(value);
      if (text !== '' && !tags.has(name)) tags.set(name, text);
    }
  if (![...tags.values()].includes(observation.system_key)) tags.set('system_key', observation.system_key);
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
