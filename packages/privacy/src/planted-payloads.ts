import { type Field, pointerSegments } from '@heliograph/schema';
import type { Planted } from './planted.ts';

/** Any key that a map takes. */
const SOME_KEY = 'item';

/** A payload with a value at a pointer; each `*` is a key of a map, or in a second payload an element of an array. */
export function payloadsWith(pointer: string, { keys }: Field, value: unknown): unknown[] {
  const segments = pointerSegments(pointer);
  const [key = SOME_KEY] = keys ?? [];
  const inMaps = nest(segments, value, (inner) => ({ [key]: inner }));
  return segments.includes('*') ? [inMaps, nest(segments, value, (inner) => [inner])] : [inMaps];
}

function nest(segments: readonly string[], value: unknown, many: (inner: unknown) => unknown): unknown {
  return segments.reduceRight<unknown>(
    (inner, segment) => (segment === '*' ? many(inner) : { [segment]: inner }),
    value,
  );
}

/** Payloads in which a `*` of the pointer is the planted text, with values that the field takes. */
export function payloadsKeyed(pointer: string, field: Field, { text }: Planted): unknown[] {
  const segments = pointerSegments(pointer);
  const stars = segments.flatMap((segment, i) => (segment === '*' ? [i] : []));
  return stars.flatMap((star) =>
    samplesOf(field).map((sample) => {
      const inner = nest(segments.slice(star + 1), sample, (value) => ({ [SOME_KEY]: value }));
      return nest(segments.slice(0, star), { [text]: inner }, (value) => ({ [SOME_KEY]: value }));
    }),
  );
}

/** Payloads with the planted text below a field, where a value is expected. */
export function payloadsBelow(pointer: string, field: Field, { text }: Planted): unknown[] {
  return [[text], { [text]: 1 }, { a: { b: text } }].flatMap((stranger) => payloadsWith(pointer, field, stranger));
}

/** Payloads with the planted text at and beside every object that holds a field: as it is, in a list, and as a name. */
export function payloadsBeside(pointers: readonly string[], { text }: Planted): unknown[] {
  const parents = new Map(
    pointers.flatMap((pointer) => {
      const segments = pointerSegments(pointer);
      return segments.map((_, depth) => [segments.slice(0, depth).join('/'), segments.slice(0, depth)] as const);
    }),
  );
  const strangers = [text, [text, { a: text }], { planted_here: text, deeper: { a: [text] } }, { [text]: 1 }];
  return [...parents.values()].flatMap((parent) =>
    strangers.map((stranger) => nest(parent, stranger, (value) => ({ [SOME_KEY]: value }))),
  );
}

/** At least one value that a field takes. */
function samplesOf(field: Field): unknown[] {
  switch (field.type) {
    case 'uuid':
      return ['7c9e6679-7425-40de-944b-e07fc1f90ae7'];
    case 'string':
      return ['a'];
    case 'version':
      return ['1.0'];
    case 'integer':
    case 'number':
      return [field.min, field.max, 0, 1, ...(Array.isArray(field.bucket) ? field.bucket : [])].filter(
        (sample) => sample !== undefined,
      );
    case 'boolean':
      return [true];
    case 'timestamp':
      return ['2026-11-21T10:00:00Z'];
    case 'enum':
      return field.values.slice(0, 1);
    default:
      return field satisfies never;
  }
}
