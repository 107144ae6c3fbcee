import type { Definition } from '../definition-shape.ts';
import { canMeet, type InfluxType } from './name.ts';
import { type Column, columnsOf, measurementsOf, systemIdTag, systemTags } from './shape.ts';

/** What a definition would have to say instead: the value at a path, which may not be there yet. */
export interface Edit {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Why the points of a changed definition do not fit those that its predecessor has made, and what would make them fit. */
export interface ShapeConflict {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly edits: readonly Edit[];
}

/**
 * What of a change InfluxDB would refuse, what would put a point that is written again into another series, and what erasures
 * and the retention would reach no longer. The shape of a measurement is a promise: no name of it changes what it stands for.
 * A draft has promised nothing. `taken` are the measurements of all definitions.
 */
export function shapeConflicts(before: Definition, after: Definition, taken: readonly string[] = []): ShapeConflict[] {
  if (before.status === 'draft') return [];
  const another = anotherMeasurement(before, after, taken);
  return [
    ...lostMeasurements(before, after, another),
    ...lostSystemTags(before, after),
    ...(before.influx.measurement === after.influx.measurement ? columnConflicts(before, after, another) : []),
  ];
}

/** The edits that give the points a measurement of their own, in which they may have any shape. */
function anotherMeasurement(before: Definition, after: Definition, taken: readonly string[]): Edit[] {
  const former = [...new Set([...measurementsOf(before), ...measurementsOf(after)])];
  const names = new Set([...former, ...taken]);
  const [, stem = '', number = '1'] = /^(.*?)(?:_(\d{1,3}))?$/.exec(before.influx.measurement) ?? [];
  let next = Number(number) + 1;
  while (names.has(`${stem.slice(0, 60)}_${next}`)) next += 1;
  return [
    { path: ['influx', 'measurement'], value: `${stem.slice(0, 60)}_${next}` },
    { path: ['influx', 'former_measurements'], value: former },
  ];
}

function lostMeasurements(before: Definition, after: Definition, another: readonly Edit[]): ShapeConflict[] {
  const { measurement, former_measurements = [] } = after.influx;
  if (before.influx.former_measurements?.includes(measurement)) {
    const message = `${measurement} was the measurement before, with points of another shape`;
    return [{ path: ['influx', 'measurement'], message, edits: another }];
  }
  const lost = measurementsOf(before).filter((name) => !measurementsOf(after).includes(name));
  if (lost.length === 0) return [];
  const value = [...former_measurements, ...lost];
  const message = `lacks ${lost.join(', ')}: neither erasures nor the retention would reach the points there`;
  return [
    { path: ['influx', 'former_measurements'], message, edits: [{ path: ['influx', 'former_measurements'], value }] },
  ];
}

function lostSystemTags(before: Definition, after: Definition): ShapeConflict[] {
  const lost = systemTags(before).filter((tag) => !systemTags(after).includes(tag));
  if (lost.length === 0) return [];
  const path = ['influx', 'former_system_tags'];
  const message = `lacks ${lost.join(', ')}: erasures would not find the points of a system by it`;
  return [{ path, message, edits: [{ path, value: [...(after.influx.former_system_tags ?? []), ...lost] }] }];
}

function columnConflicts(before: Definition, after: Definition, another: readonly Edit[]): ShapeConflict[] {
  const [was, is] = [columnsOf(before), columnsOf(after)];
  const found = is.flatMap((column) => clashesOf(column, { was, is, before, another }));
  // A pointer has a name for each key that is listed; what is wrong with one of them is enough.
  const clashes = found.filter(({ path }, i) => found.findIndex((one) => isSamePath(one.path, path)) === i);
  if (clashes.some(({ edits }) => edits === another)) return clashes;
  const series = seriesConflict(before, after, was, is, another);
  return series.length > 0 ? [...clashes, ...series] : [...clashes, ...lostFields(before, after, was, is)];
}

const isSamePath = (a: readonly unknown[], b: readonly unknown[]) => a.join('.') === b.join('.');

interface Comparison {
  readonly was: readonly Column[];
  readonly is: readonly Column[];
  readonly before: Definition;
  readonly another: readonly Edit[];
}

/** What a column would make of a name that has stood for something else. */
function clashesOf(column: Column, { was, is, before, another }: Comparison): ShapeConflict[] {
  const former = was.find(
    (one) => one.as !== column.as && canMeet(one.name, column.name) && !isDecided(one, column, was, is),
  );
  if (former === undefined) return [];
  const { name, as, pointer, path } = column;
  const message = `${pointer} would be ${shown(as)} ${name} in InfluxDB, which has ${shown(former.as)} ${former.name}`;
  if (as === 'tag' || former.as === 'tag')
    return [{ path, message: `${message}: one name cannot be both`, edits: another }];
  const fresh = freshName(column, [...was, ...is], before);
  const renamed = [
    { path: ['influx', 'names', pointer], value: fresh },
    { path: ['influx', 'former_fields', former.name], value: former.as },
  ];
  // Another pointer may have the former name as well, and it may be remembered as one thing only.
  const isShared = is.some((one) => one !== column && one.as !== former.as && canMeet(one.name, former.name));
  const edits = fresh === undefined || isShared ? another : renamed;
  return [{ path, message: `${message}: it would refuse these points`, edits }];
}

const shown = (as: Column['as']) => (as === 'tag' ? 'the tag' : `the ${as} field`);

/** Of two pointers to one place the one without a `*` decides; if it is in both versions, the other one means no conflict. */
function isDecided(one: Column, other: Column, was: readonly Column[], is: readonly Column[]): boolean {
  const decides = (columns: readonly Column[], name: string, as: Column['as']) =>
    columns.some((column) => column.name === name && column.as === as && !column.pointer.includes('*'));
  const name = one.name.includes('*') ? other.name : one.name;
  if (name.includes('*')) return has(was, other) && has(is, one);
  return decides(was, name, one.as)
    ? decides(is, name, one.as)
    : decides(was, name, other.as) && decides(is, name, other.as);
}

const has = (columns: readonly Column[], wanted: Column) =>
  columns.some(({ name, as, pointer }) => name === wanted.name && as === wanted.as && pointer === wanted.pointer);

/** Numbers tried before a measurement of its own is the only way. */
const MOST_NAMES_TRIED = 9;

/** A name that nothing else has or can have, such as load_float; undefined if there is none. */
function freshName(
  { name, as, pointer }: Column,
  columns: readonly Column[],
  { influx }: Definition,
): string | undefined {
  const stem = name.split('*', 1)[0]?.replace(/_$/, '').slice(0, 48) || 'value';
  const keys = '_*'.repeat(pointer.split('/').filter((segment) => segment === '*').length);
  const taken = [...columns.map((column) => column.name), ...Object.keys(influx.former_fields ?? {})];
  const numbers = Array.from({ length: MOST_NAMES_TRIED }, (_, i) => (i === 0 ? '' : `_${i + 1}`));
  // The latter is for names that an open map can have: whatever begins as its names do is one of them.
  const candidates = [`${stem}_${as}`, `${as}_${stem}`].flatMap((one) => numbers.map((number) => `${one}${number}`));
  return candidates.find((fresh) => !taken.some((other) => canMeet(other, `${fresh}${keys}`)));
}

/** Points of one series have the same tags: what is written again must come to the same place. */
function seriesConflict(
  before: Definition,
  after: Definition,
  was: readonly Column[],
  is: readonly Column[],
  another: readonly Edit[],
): ShapeConflict[] {
  const isIn = (columns: readonly Column[], { name, as, place }: Column) =>
    columns.some((one) => one.name === name && one.as === as && one.place === place);
  const added = is.find((column) => column.as === 'tag' && !isIn(was, column));
  const removed = was.find((column) => column.as === 'tag' && !isIn(is, column));
  const changed = added ?? removed;
  const why = 'a report that is written again would be a second point, in another series';
  if (changed !== undefined)
    return [
      {
        path: ['influx', 'tags'],
        message: `the tag ${changed.name} of ${changed.pointer} is ${added ? 'new' : 'gone'}: ${why}`,
        edits: another,
      },
    ];
  if (systemIdTag(before) === systemIdTag(after)) return [];
  return [{ path: ['influx', 'tags'], message: `another tag has the system’s key: ${why}`, edits: another }];
}

/** Names that are no longer used, and could be used again for something else. */
function lostFields(
  before: Definition,
  after: Definition,
  was: readonly Column[],
  is: readonly Column[],
): ShapeConflict[] {
  const known: Readonly<Record<string, InfluxType>> = after.influx.former_fields ?? {};
  const fields = was.flatMap(({ name, as }): [string, InfluxType][] => (as === 'tag' ? [] : [[name, as]]));
  const lost = [...fields, ...Object.entries(before.influx.former_fields ?? {})].filter(
    ([name, type]) => known[name] !== type && !is.some((column) => column.name === name && column.as === type),
  );
  // Those for which another name is given are named there.
  const missing = lost.filter(([name, type]) => !is.some((column) => column.as !== type && canMeet(column.name, name)));
  if (missing.length === 0) return [];
  const message = `lacks ${missing.map(([name, type]) => `${name}: ${type}`).join(', ')}: the names could come to stand for something else`;
  const edits = missing.map(([name, value]) => ({ path: ['influx', 'former_fields', name], value }));
  return [{ path: ['influx', 'former_fields'], message, edits }];
}
