import { pointerSegments } from '../../field.ts';

type Scalar = string | number | boolean;

/** As `itemsOf` of items.ts has them in SQL: what is no scalar is no value. */
interface Item {
  /** Of the maps on the way. */
  readonly keys: readonly string[];
  /** Whether a list is on the way: then the keys say nothing. */
  readonly isMember: boolean;
  readonly value: Scalar;
}

/** What one report has at a pointer, by key if there is a `*` for a map; a member of a list once, however often it is listed. */
export function valuesAt(report: unknown, pointer: string): unknown[] {
  const labels = itemsAt(report, pointerSegments(pointer), [], false).map(labelOf);
  return [...new Set(labels)];
}

/** The same for numbers, without members of lists, of which a system would have several. */
export function numbersAt(report: unknown, pointer: string): unknown[] {
  const items = itemsAt(report, pointerSegments(pointer), [], false);
  return items.filter(({ value, isMember }) => typeof value === 'number' && !isMember).map(labelOf);
}

const labelOf = ({ keys, isMember, value }: Item) =>
  keys.length === 0 || isMember ? value : [...keys, String(value)].join(': ');

function itemsAt(
  value: unknown,
  [segment, ...rest]: readonly string[],
  keys: readonly string[],
  isMember: boolean,
): Item[] {
  if (segment === undefined) return isScalar(value) ? [{ keys, isMember, value }] : [];
  if (Array.isArray(value)) return segment === '*' ? value.flatMap((one) => itemsAt(one, rest, keys, true)) : [];
  if (typeof value !== 'object' || value === null) return [];
  const members = new Map(Object.entries(value));
  if (segment !== '*') return itemsAt(members.get(segment), rest, keys, isMember);
  return [...members].flatMap(([key, child]) => itemsAt(child, rest, [...keys, key], isMember));
}

const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);
