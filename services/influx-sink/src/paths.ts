import { type Definition, influxNameOf, pointerSegments } from '@heliograph/schema';

/** A pointer made ready for use. */
export interface Path {
  readonly pointer: string;
  readonly segments: readonly string[];
  /** The name that the definition gives it in place of its segments; the keys found for each `*` follow it. */
  readonly given: string | undefined;
  readonly isOpen: boolean;
  /** What a `*` stands for; undefined for every key. */
  readonly keys: ReadonlySet<string> | undefined;
  /** Names of an open path at whose places another pointer is listed without a `*`, which decides. */
  readonly except: ReadonlySet<string>;
}

/** The paths of the tags and of the fields of a definition's points. */
export function pathsOf({ influx, fields }: Pick<Definition, 'influx' | 'fields'>) {
  const plain = [...influx.tags, ...influx.fields].map(pointerSegments).filter((one) => !one.includes('*'));
  const parse = (pointer: string): Path => {
    const segments = pointerSegments(pointer);
    const given = influx.names?.[pointer];
    const keys = fields[pointer]?.keys;
    return {
      pointer,
      segments,
      given,
      isOpen: segments.includes('*'),
      keys: keys === undefined ? undefined : new Set(keys),
      except: new Set(plain.filter((one) => isMeant(one, segments)).map((one) => influxNameOf(one, segments, given))),
    };
  };
  return { tags: influx.tags.map(parse), fields: influx.fields.map(parse) };
}

const isMeant = (plain: readonly string[], segments: readonly string[]) =>
  plain.length === segments.length && segments.every((segment, i) => segment === '*' || segment === plain[i]);

/** The values at a path by name: one for each key where a segment is `*`. Nulls and what is absent are left out. */
export function* expand(document: unknown, path: Path): Generator<[name: string, value: unknown]> {
  yield* walk(document, path.segments, path.given ?? '', path);
}

function* walk(value: unknown, segments: readonly string[], name: string, path: Path): Generator<[string, unknown]> {
  const [segment, ...rest] = segments;
  if (value === undefined || value === null) return;
  if (segment === undefined) {
    yield [name, value];
    return;
  }
  if (typeof value !== 'object') return;
  if (segment !== '*') {
    if (!Object.hasOwn(value, segment)) return;
    const inner = (value as Record<string, unknown>)[segment];
    yield* walk(inner, rest, path.given === undefined ? joined(name, segment) : name, path);
    return;
  }
  for (const [key, inner] of Object.entries(value))
    if (path.keys === undefined || path.keys.has(key)) yield* walk(inner, rest, joined(name, key), path);
}

const joined = (name: string, key: string) => (name === '' ? key : `${name}_${key}`);
