import type { Definition } from '../definition-shape.ts';
import { type Field, pointerSegments } from '../field.ts';
import { type InfluxType, influxName, nameOf } from './name.ts';

/** One tag or field of a measurement. */
export interface Column {
  /** With a `*` where a key of the payload stands that the definition does not list. */
  readonly name: string;
  readonly as: 'tag' | InfluxType;
  readonly pointer: string;
  /** Where the value is in a payload, with a key for each `*` where keys are listed. */
  readonly place: string;
  /** Where the pointer stands in the definition. */
  readonly path: readonly (string | number)[];
}

/** The type of a field's values in InfluxDB. A hash is text, whatever it is the hash of. */
export function influxType(field: Field | undefined): InfluxType {
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

/** Above it, the names that listed keys make are taken for any. A definition has at most as many places. */
const MOST_NAMES = 10_000;

/**
 * What the points of a definition consist of, beside what every point has; by the keys of a map where they are listed. Of a place
 * that two pointers mean, the one without a `*` decides.
 */
export function columnsOf({ influx, fields }: Pick<Definition, 'influx' | 'fields'>): Column[] {
  const listed = new Set([...influx.tags, ...influx.fields].map((pointer) => pointerSegments(pointer).join('/')));
  return (['tags', 'fields'] as const).flatMap((part) =>
    influx[part].flatMap((pointer, i) => {
      const as = part === 'tags' ? 'tag' : influxType(fields[pointer]);
      const segments = pointerSegments(pointer);
      return placesOf(segments, fields[pointer]?.keys)
        .filter((place) => place === segments || !listed.has(place.join('/')))
        .map((place): Column => {
          const name = nameOf(place, segments, influx.names?.[pointer]);
          return { name, as, pointer, place: place.join('/'), path: ['influx', part, i] };
        });
    }),
  );
}

/** The places that a pointer means, or it alone where its keys are not listed or make too many. */
function placesOf(segments: readonly string[], keys: readonly string[] | undefined): (readonly string[])[] {
  const wildcards = segments.filter((segment) => segment === '*').length;
  if (wildcards === 0 || keys === undefined || keys.length ** wildcards > MOST_NAMES) return [segments];
  return segments.reduce<string[][]>(
    (places, segment) => places.flatMap((place) => (segment === '*' ? keys : [segment]).map((one) => [...place, one])),
    [[]],
  );
}

/** The measurement of a definition, and those that it had before. */
export function measurementsOf({ influx }: Pick<Definition, 'influx'>): string[] {
  return [influx.measurement, ...(influx.former_measurements ?? [])];
}

/** The tag of the system key where the definition makes none of the system's id. */
export const SYSTEM_KEY_TAG = 'system_key';

/**
 * Every tag in which a point may have the key of its system, or had it when the definition made a tag of the id; so that the
 * points of a system are found by it, and no other's.
 */
export function systemTags(definition: Definition): string[] {
  const { influx, record } = definition;
  const isTag = mayHoldKey(definition) && !influx.fields.includes(record.system_id);
  const own = isTag ? [SYSTEM_KEY_TAG, idName(definition)] : [SYSTEM_KEY_TAG];
  return [...new Set([...own, ...(influx.former_system_tags ?? [])])];
}

/** The tag that holds the id that the source gave to the system, where the definition makes one of all of it. */
export function systemIdTag(definition: Definition): string | undefined {
  const isTag = mayHoldKey(definition) && definition.influx.tags.includes(definition.record.system_id);
  return isTag ? idName(definition) : undefined;
}

const idName = ({ influx, record }: Definition) => influxName(record.system_id, influx.names?.[record.system_id]);

/** Not where the id is kept in part: what is left of one may be another. */
function mayHoldKey({ fields, record }: Definition): boolean {
  const field = fields[record.system_id];
  if (field === undefined || field.sanitise !== 'keep' || field.type === 'uuid') return true;
  return field.type === 'string' && field.mask === undefined && field.too_long === 'remove';
}
