import { influxName, pointerSegments } from '@heliograph/schema';

/** A pointer made ready for use: its segments, and the name that its value has in InfluxDB. */
export interface Path {
  readonly pointer: string;
  readonly segments: readonly string[];
  /** The segments joined by `_`: `/online_workers/hosts` is online_workers_hosts. A `*` stands for the key found there. */
  readonly name: string;
}

export function parsePath(pointer: string): Path {
  return { pointer, segments: pointerSegments(pointer), name: influxName(pointer) };
}

/** The values at a path by name: one for each key where a segment is `*`. Nulls and what is absent are left out. */
export function* expand(document: unknown, { segments }: Path): Generator<[name: string, value: unknown]> {
  yield* walk(document, segments, '');
}

function* walk(value: unknown, segments: readonly string[], name: string): Generator<[string, unknown]> {
  const [segment, ...rest] = segments;
  if (value === undefined || value === null) return;
  if (segment === undefined) {
    yield [name, value];
    return;
  }
  if (typeof value !== 'object') return;
  for (const [key, inner] of segment === '*' ? Object.entries(value) : own(value, segment))
    yield* walk(inner, rest, name === '' ? key : `${name}_${key}`);
}

function own(value: object, key: string): [string, unknown][] {
  return Object.hasOwn(value, key) ? [[key, (value as Record<string, unknown>)[key]]] : [];
}
