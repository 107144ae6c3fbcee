/** How many systems have a value. */
export interface Count {
  readonly value: string;
  readonly systems: number;
}

/** A partition of systems by value: `values` and `other` together are all of `systems`. */
export interface Share {
  readonly systems: number;
  /** Most frequent first; none has fewer systems than the minimum. */
  readonly values: readonly Count[];
  /** The systems of all values that are not shown: none, or at least the minimum. */
  readonly other: number;
}

/** Systems whose value lies in `from` (included) to `to` (excluded); null is open. */
export interface Bucket {
  readonly from: number | null;
  readonly to: number | null;
  readonly systems: number;
}

/**
 * What may be said about how systems are spread over values, or undefined where they are too few to say anything. Values
 * with fewer systems than `minimum` become `other`; while `other` is below it as well, the next smallest value joins.
 *
 * `parents` says, coarsest first, to what each value is shortened at the coarser levels that are published beside this one.
 * The rule then holds within every parent that is shown, because the difference between a parent and its shown children is
 * there for everybody to compute.
 */
export function discloseShare(
  counts: readonly Count[],
  minimum: number,
  parents: readonly ((value: string) => string)[] = [],
): Share | undefined {
  const systems = sum(counts);
  if (systems < minimum || systems === 0) return undefined;
  const values = shown(counts, minimum, parents);
  return { systems, values, other: systems - sum(values) };
}

function shown(counts: readonly Count[], minimum: number, parents: readonly ((value: string) => string)[]): Count[] {
  const [parent, ...finer] = parents;
  if (parent === undefined) return split(counts, minimum);
  const shownParents = split(merge(counts, parent), minimum);
  const children = Map.groupBy(counts, ({ value }) => parent(value));
  return shownParents.flatMap(({ value }) => shown(children.get(value) ?? [], minimum, finer)).toSorted(byFrequency);
}

/** The values that may be shown. */
function split(counts: readonly Count[], minimum: number): Count[] {
  const sorted = counts.toSorted(byFrequency);
  const kept = sorted.filter(({ systems }) => systems >= minimum);
  let other = sum(sorted) - sum(kept);
  while (other > 0 && other < minimum && kept.length > 0) other += kept.pop()?.systems ?? 0;
  return kept;
}

/** The same systems by a shortened value. */
export function merge(counts: readonly Count[], shorten: (value: string) => string): Count[] {
  const merged = new Map<string, number>();
  for (const { value, systems } of counts) merged.set(shorten(value), (merged.get(shorten(value)) ?? 0) + systems);
  return [...merged].map(([value, systems]) => ({ value, systems }));
}

/**
 * Joins neighbouring buckets until each holds at least `minimum` systems. Takes them in ascending order and of at least
 * `minimum` systems in all; empty ones may be missing.
 */
export function discloseHistogram(buckets: readonly Bucket[], minimum: number): Bucket[] {
  const wide: Bucket[] = [];
  let open: Bucket | undefined;
  for (const bucket of buckets) {
    open = open === undefined ? bucket : join(open, bucket);
    if (open.systems < minimum) continue;
    wide.push(open);
    open = undefined;
  }
  if (open === undefined) return wide;
  const last = wide.pop();
  return last === undefined ? [] : [...wide, join(last, open)];
}

const join = (low: Bucket, high: Bucket): Bucket => ({
  from: low.from,
  to: high.to,
  systems: low.systems + high.systems,
});

const sum = (counts: readonly { readonly systems: number }[]) => counts.reduce((n, { systems }) => n + systems, 0);

/** By code unit where the frequency is the same, so that the order of the input does not matter. */
function byFrequency(a: Count, b: Count): number {
  return b.systems - a.systems || (a.value < b.value ? -1 : 1);
}
