import { pointerSegments, type Summary, shortenVersion as shorten, VERSION_LEVELS, valueAt } from '@heliograph/schema';
import type { Counted } from '@heliograph/schema/summaries';

type Of<K extends Summary['kind']> = Extract<Summary, { kind: K }>;
type Scalar = string | number | boolean;

const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);
const isNumber = (value: unknown) => typeof value === 'number';

/** An item of one system: the key is '' without a wildcard, and null for a member of a list. */
interface Item {
  readonly key: string | null;
  readonly value: unknown;
}

/** Counts shares, statistics and crosses one system after the other, as their definitions read. */
export function naiveCount(summary: Of<'share' | 'statistics' | 'cross'>, payloads: readonly unknown[]): Counted {
  switch (summary.kind) {
    case 'share':
      return share(summary, payloads);
    case 'statistics':
      return statistics(summary, payloads);
    case 'cross':
      return cross(summary, payloads);
    default:
      return summary satisfies never;
  }
}

function share({ name, kind, field, levels = [] }: Of<'share'>, payloads: readonly unknown[]): Counted {
  const level = VERSION_LEVELS.findLast((one) => levels.includes(one));
  const text = (value: unknown) => (level === undefined ? String(value) : shorten(String(value), level));
  const systems = payloads.map((payload) =>
    itemsAt(payload, pointerSegments(field)).filter(({ value }) => isScalar(value)),
  );
  const counts = new Map<string | null, Map<string, number>>();
  for (const items of systems) {
    const seen = new Set<string>();
    for (const { key, value } of items) {
      const item = JSON.stringify([key, text(value)]);
      if (seen.has(item)) continue;
      seen.add(item);
      const ofKey = counts.get(key) ?? new Map<string, number>();
      counts.set(key, ofKey.set(text(value), (ofKey.get(text(value)) ?? 0) + 1));
    }
  }
  const listed = (values: ReadonlyMap<string, number>) => [...values].map(([value, n]) => ({ value, systems: n }));
  const { members = [], parts = [] } = Object.groupBy([...counts], ([key]) => (key === null ? 'members' : 'parts'));
  return {
    name,
    kind,
    levels,
    parts: parts.map(([key, values]) => ({
      key: field.includes('*') ? key : null,
      systems: [...values.values()].reduce((a, b) => a + b, 0),
      counts: listed(values),
      rest: 0,
    })),
    members: members.flatMap(([, values]) => listed(values)),
  };
}

function statistics({ name, kind, field }: Of<'statistics'>, payloads: readonly unknown[]): Counted {
  const systems = payloads.map((payload) =>
    itemsAt(payload, pointerSegments(field)).filter(({ key, value }) => key !== null && isNumber(value)),
  );
  const distributions = [...Map.groupBy(systems.flat(), ({ key }) => key)].map(([key, items]) => {
    const values = items.map(({ value }) => Number(value)).toSorted((a, b) => a - b);
    const sizes = values.map(Math.abs).toSorted((a, b) => b - a);
    return {
      key: field.includes('*') ? key : null,
      systems: values.length,
      mean: total(values) / values.length,
      percentiles: [0.05, 0.25, 0.5, 0.75, 0.95].map((q) => percentile(values, q)),
      histogram: [...Map.groupBy(values, bucketOf)].map(([bucket, of]) => ({ ...ends(bucket), systems: of.length })),
      magnitude: { sum: total(sizes), first: sizes[0] ?? 0, second: sizes[1] ?? 0 },
    };
  });
  return { name, kind, distributions };
}

function percentile(ascending: readonly number[], q: number): number {
  const place = (ascending.length - 1) * q;
  const [low = 0, high = 0] = [ascending[Math.floor(place)], ascending[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}

/** -1 below 0, 0 below 1, 1 below 2, 2 below 4 and so on. */
function bucketOf(value: number): number {
  let bucket = -1;
  while (bucket < 64 && value >= (bucket < 0 ? 0 : 2 ** bucket)) bucket += 1;
  return bucket;
}

const ends = (bucket: number) => ({
  from: bucket < 0 ? null : bucket === 0 ? 0 : 2 ** (bucket - 1),
  to: bucket < 0 ? 0 : bucket === 64 ? null : 2 ** bucket,
});

function cross(
  { name, kind, rows, columns, row_level, column_level }: Of<'cross'>,
  payloads: readonly unknown[],
): Counted {
  const cells = new Map<string, number>();
  for (const payload of payloads) {
    const [r, c] = [valueAt(payload, pointerSegments(rows)), valueAt(payload, pointerSegments(columns))];
    const row = isScalar(r) ? (row_level === undefined ? String(r) : shorten(String(r), row_level)) : null;
    const column = isScalar(c) ? (column_level === undefined ? String(c) : shorten(String(c), column_level)) : null;
    if (row === null && column === null) continue;
    const cell = JSON.stringify([row, column]);
    cells.set(cell, (cells.get(cell) ?? 0) + 1);
  }
  return {
    name,
    kind,
    row_level: row_level ?? null,
    column_level: column_level ?? null,
    cells: [...cells].map(([cell, systems]) => {
      const [row, column] = JSON.parse(cell) as [string | null, string | null];
      return { row, column, systems };
    }),
  };
}

function itemsAt(value: unknown, [segment, ...rest]: readonly string[], key: string | null = ''): Item[] {
  if (segment === undefined) return [{ key, value }];
  if (segment !== '*') return itemsAt(valueAt(value, [segment]), rest, key);
  if (Array.isArray(value)) return value.flatMap((element) => itemsAt(element, rest, null));
  if (typeof value !== 'object' || value === null) return [];
  const below = (name: string) => (key === null ? null : key === '' ? name : `${key}/${name}`);
  return Object.entries(value).flatMap(([name, element]) => itemsAt(element, rest, below(name)));
}

/** Summed from the smallest, so that small numbers are not lost beside large ones. */
const total = (values: readonly number[]) =>
  values.toSorted((a, b) => Math.abs(a) - Math.abs(b)).reduce((a, b) => a + b, 0);
