import type { Counted } from '../../src/summaries/kinds.ts';
import { type Figure, toFigure } from '../../src/summaries/to-figure.ts';
import type { VersionLevel } from '../../src/version.ts';
import type { World } from './attacker.ts';

/** What is published of a world, where groups of fewer than `minimum` systems are protected. */
export type Publish = (world: World, minimum: number) => unknown;

export const total = (world: World): number => world.reduce((sum, n) => sum + n, 0);
const numbers = (n: number) => [...Array(n).keys()];
const publish = (minimum: number) => ({ minimum_systems: minimum, round_to: 1 });
const having = <G extends { systems: number }>(groups: readonly G[]) => groups.filter(({ systems }) => systems > 0);

/** The systems of the kinds that a test holds for. */
export const of = (world: World, test: (kind: number) => boolean): number =>
  total(world.filter((_, kind) => test(kind)));

const share = (given: Partial<Extract<Counted, { kind: 'share' }>>): Counted => ({
  ...{ kind: 'share', name: 'share', levels: [], parts: [], members: [] },
  ...given,
});

const partOf = (key: string | null, counts: { value: string; systems: number }[]) =>
  having([{ key, systems: total(counts.map(({ systems }) => systems)), counts: having(counts), rest: 0 }]);

/** Each kind has a value of its own; the last has none. */
export const aShare =
  (values: readonly string[], levels: readonly VersionLevel[] = []) =>
  (world: World, minimum: number): Figure => {
    const counts = values.map((value, kind) => ({ value, systems: world[kind] ?? 0 }));
    const parts = partOf(null, counts);
    return toFigure(share({ levels, parts }), total(world), publish(minimum));
  };

/** The bits of a kind say which members, or which paths, it has. */
const members = (world: World, count: number) =>
  having(numbers(count).map((i) => ({ value: `/${i}`, systems: of(world, (kind) => ((kind >> i) & 1) === 1) })));

export const aList =
  (count: number): Publish =>
  (world, minimum) =>
    toFigure(share({ members: members(world, count) }), total(world), publish(minimum));

export const somePaths =
  (count: number): Publish =>
  (world, minimum) =>
    toFigure({ kind: 'unregistered', name: '_', paths: members(world, count) }, total(world), publish(minimum));

/** Of two keys, the first has one of `first` values or is missing, and the second has one of `second` or is missing. */
export const aMap =
  (first: number, second: number): Publish =>
  (world, minimum) => {
    const counts = (values: number, indexOf: (kind: number) => number) =>
      numbers(values).map((i) => ({ value: `v${i}`, systems: of(world, (kind) => indexOf(kind) === i + 1) }));
    const a = partOf(
      'a',
      counts(first, (kind) => Math.floor(kind / (second + 1))),
    );
    const b = partOf(
      'b',
      counts(second, (kind) => kind % (second + 1)),
    );
    return toFigure(share({ parts: [...a, ...b] }), total(world), publish(minimum));
  };

/** Each kind has numbers of another power of two; the last has none. */
export const aHistogram: Publish = (world, minimum) => {
  const sizes = world.slice(0, -1);
  const systems = total(sizes);
  const distribution = {
    ...{ key: null, systems, mean: 1, percentiles: [1, 1, 1, 1, 1], magnitude: { sum: systems, first: 1, second: 1 } },
    histogram: having(sizes.map((n, i) => ({ from: 2 ** i, to: 2 ** (i + 1), systems: n }))),
  };
  const counted = { kind: 'statistics', name: 's', distributions: having([distribution]) } as const;
  return toFigure(counted, total(world), publish(minimum));
};

const SPAN = { persistent: null, within: [], newOfDays: [], withinBefore: [] };

/**
 * Kinds: new; returning, of one and of another age; continuing, of the one and the other; gone. Beside the figures is how many
 * reported in the period before.
 */
export const someFlows: Publish = ([n = 0, r1 = 0, r2 = 0, c1 = 0, c2 = 0, gone = 0], minimum) => {
  const active = n + r1 + r2 + c1 + c2;
  const before = c1 + c2 + gone;
  const activity = { active, new: n, returning: r1 + r2, continuing: c1 + c2, gone, ...SPAN };
  const buckets = having([
    { from: 0, to: 1, systems: n },
    { from: 1, to: 2, systems: r1 + c1 },
    { from: 2, to: 4, systems: r2 + c2 },
  ]);
  return [
    toFigure({ kind: 'systems', name: 'systems', activity }, active, publish(minimum)),
    toFigure({ kind: 'age', name: 'age', buckets }, active, publish(minimum)),
    before > minimum ? before : null,
  ];
};

/** Systems that reported on the first, the second, or on both of the days of a week: kinds 0, 1 and 2. */
export const aWeek: Publish = ([first = 0, second = 0, both = 0], minimum) => {
  const days = [first + both, second + both];
  const active = first + second + both;
  const flows = { new: 0, returning: 0, continuing: active, gone: 20 };
  const day = (systems: number) => ({ active: systems, new: 0, returning: 0, continuing: systems, gone: 0, ...SPAN });
  const week = { within: [...days, 0, 0, 0, 0, 0], newOfDays: Array(7).fill(0), withinBefore: [], persistent: both };
  return [
    ...days.map((n) => toFigure({ kind: 'systems', name: 'systems', activity: day(n) }, n, publish(minimum))),
    toFigure({ kind: 'systems', name: 'systems', activity: { active, ...flows, ...week } }, active, publish(minimum)),
  ];
};

/** Each kind is new on another day of a period of so many days. Only how many are new is published. */
export const newOn =
  (days: number): Publish =>
  (world, minimum) => {
    const newOfDays = [...world, ...Array<number>(days - world.length).fill(0)];
    const old = { returning: 20, continuing: 40, gone: 20 };
    const active = 60 + total(world);
    const span = { persistent: null, within: newOfDays.map((n) => n + 20), newOfDays, withinBefore: [] };
    const day = (n: number) => ({ active: n + 20, new: n, returning: 0, continuing: 20, gone: 0, ...SPAN });
    const activities = [...world.map(day), { active, new: total(world), ...old, ...span }];
    return activities.map((activity) => {
      const { figures } = toFigure({ kind: 'systems', name: 's', activity }, activity.active, publish(minimum));
      return 'new' in figures ? figures.new : null;
    });
  };

/** Kinds are cells, row by row; of the last row and column, where `lacking`, are those that have no value. */
export const aCross =
  (rows: number, columns: number, lacking: { rows?: true; columns?: true } = {}): Publish =>
  (world, minimum) => {
    const name = (i: number, count: number, lacks: true | undefined) => (lacks && i === count - 1 ? null : `v${i}`);
    const all = world.map((systems, kind) => ({
      row: name(Math.floor(kind / columns), rows, lacking.rows),
      column: name(kind % columns, columns, lacking.columns),
      systems,
    }));
    const cells = having(all).filter(({ row, column }) => row !== null || column !== null);
    const levels = { row_level: null, column_level: null };
    const margin = (of: 'row' | 'column') => {
      const counts = Map.groupBy(all, (cell) => cell[of]);
      const values = [...counts.keys()].filter((value) => value !== null).toSorted();
      const margins = [...values, null].map((value) => total((counts.get(value) ?? []).map(({ systems }) => systems)));
      return aShare(values)(margins, minimum);
    };
    const cross = toFigure({ kind: 'cross', name: 'cross', ...levels, cells }, total(world), publish(minimum));
    return [cross, margin('row'), margin('column')];
  };
