import { describe, expect, it } from 'vitest';
import type { Part } from '../../src/summaries/kinds/share/shape.ts';
import type { Counted } from '../../src/summaries/kinds.ts';
import { PublishedFigure } from '../../src/summaries/shapes.ts';
import { toFigure } from '../../src/summaries/to-figure.ts';

const publish = { minimum_systems: 4, round_to: 1 };
const suppressed = { figures: { suppressed: true }, systems: null };

const part = (key: string | null, counts: Record<string, number>): Part => ({
  key,
  systems: Object.values(counts).reduce((sum, n) => sum + n, 0),
  counts: Object.entries(counts).map(([value, systems]) => ({ value, systems })),
  rest: 0,
});
const share = (...parts: Part[]): Counted => ({ kind: 'share', name: 'version', levels: [], parts, members: [] });
const value = (name: string, systems: number) => ({ value: name, systems });

const activity = {
  ...{ active: 12, new: 6, returning: 0, continuing: 6, gone: 7 },
  ...{ persistent: null, within: [], newOfDays: [], withinBefore: [] },
};

const ALL: Counted[] = [
  { kind: 'systems', name: 'systems', activity },
  share(part(null, { a: 6, b: 6 })),
  {
    kind: 'statistics',
    name: 'cpus',
    distributions: [
      {
        ...{ key: null, systems: 12, mean: 3.5, percentiles: [1, 2, 3, 5, 8] },
        histogram: [{ from: 1, to: 8, systems: 12 }],
        magnitude: { sum: 42, first: 6, second: 6 },
      },
    ],
  },
  {
    kind: 'age',
    name: 'age',
    buckets: [
      { from: 0, to: 1, systems: 6 },
      { from: 2, to: 4, systems: 6 },
    ],
  },
  {
    ...{ kind: 'cross', name: 'cross', row_level: null, column_level: null },
    cells: [
      { row: 'a', column: 'x', systems: 6 },
      { row: 'b', column: 'x', systems: 6 },
    ],
  },
  { kind: 'unregistered', name: '_unregistered', paths: [value('/a', 7)] },
];
const common = {
  ...{ application: 'a', telemetry_type: 't', channel: 'production', period: 'day', start: '2026-11-20' },
  ...{ revision: 1, final: false, computed_at: '2026-11-21T01:00:00Z' },
};

describe('every figure', () => {
  it.each(ALL)('of kind $kind has the shape that is published', (counted) => {
    const figure = toFigure(counted, 12, publish);
    expect(figure).toMatchObject({ name: counted.name, kind: counted.kind, figures: { suppressed: false } });
    expect(PublishedFigure.parse({ ...common, ...figure })).toEqual({ ...common, ...figure });
  });

  it.each(ALL)('of kind $kind says nothing where few reported, not even how many', (counted) => {
    expect(toFigure(counted, 4, publish)).toEqual({
      ...{ name: counted.name, kind: counted.kind },
      ...{ ...suppressed, of_systems: null },
    });
    expect(toFigure(counted, 0, { minimum_systems: 1, round_to: 1 })).toMatchObject(suppressed);
  });
});

describe('a share', () => {
  it('is held back where too few have the field, but says of how many', () => {
    expect(toFigure(share(part(null, { a: 4 })), 90, publish)).toMatchObject({ ...suppressed, of_systems: 90 });
    expect(toFigure(share(), 90, publish)).toMatchObject({ ...suppressed, of_systems: 90 });
  });

  it('looks the same where all but few have it as where few have it', () => {
    expect(toFigure(share(part(null, { a: 87 })), 90, publish)).toMatchObject({ ...suppressed, of_systems: 90 });
  });

  it('says how many have the field, unless few have not', () => {
    expect(toFigure(share(part(null, { a: 60, b: 20 })), 90, publish)).toMatchObject({ systems: 80, of_systems: 90 });
    expect(toFigure(share(part(null, { a: 60, b: 27 })), 90, publish)).toMatchObject({
      figures: { shares: [{ systems: 90, values: [value('a', 60)], other: 30, absent: null }] },
      systems: null,
      of_systems: 90,
    });
  });

  it('has a level for each that is asked for, the coarsest first', () => {
    const counted = share(part(null, { '3.20.1': 8, '3.20.0': 6, '3.21.0': 6 }));
    const { figures } = toFigure({ ...counted, levels: ['x.y.z', 'x.y'] } as Counted, 25, publish);
    expect(figures).toEqual({
      suppressed: false,
      shares: [
        {
          ...{ key: null, level: 'x.y', systems: 20, other: 0, absent: 5 },
          values: [value('3.20', 14), value('3.21', 6)],
        },
        {
          ...{ key: null, level: 'x.y.z', systems: 20, other: 0, absent: 5 },
          values: [value('3.20.1', 8), value('3.20.0', 6), value('3.21.0', 6)],
        },
      ],
    });
  });

  it('of a map tells of each key that enough have, beside all that reported', () => {
    const figure = toFigure(
      share(part('rpm', { 1: 3, 2: 3 }), part('deb', { 1: 4 }), part('core', { 9: 12 })),
      12,
      publish,
    );
    expect(figure).toMatchObject({ systems: 12, of_systems: 12 });
    expect(figure.figures).toMatchObject({
      shares: [
        { key: 'core', systems: 12, values: [value('9', 12)], other: 0, absent: 0 },
        { key: 'rpm', systems: 6, values: [], other: 6, absent: 6 },
      ],
    });
  });

  it('of a list tells of each member that enough have, and enough have not', () => {
    const members = [value('a', 30), value('b', 27), value('c', 12), value('d', 3)];
    const { figures, systems } = toFigure({ kind: 'share', name: 'l', levels: [], parts: [], members }, 30, publish);
    expect(figures).toEqual({
      suppressed: false,
      shares: [
        { key: 'a', level: null, systems: 30, values: [], other: 30, absent: 0 },
        { key: 'c', level: null, systems: 12, values: [], other: 12, absent: 18 },
      ],
    });
    expect(systems).toBe(30);
  });
});

describe('ages', () => {
  const bucket = (from: number, to: number, systems: number) => ({ from, to, systems });
  const agesOf = (...buckets: ReturnType<typeof bucket>[]) =>
    toFigure(
      { kind: 'age', name: 'age', buckets },
      buckets.reduce((n, { systems }) => n + systems, 0),
      publish,
    ).figures;

  it('tell of the new ones whenever the figure of systems does', () => {
    expect(agesOf(bucket(0, 1, 6), bucket(1, 2, 2), bucket(2, 4, 7), bucket(4, 8, 9))).toMatchObject({
      buckets: [bucket(0, 1, 6), bucket(4, 8, 9)],
    });
    expect(agesOf(bucket(0, 1, 2), bucket(1, 2, 20))).toEqual({ suppressed: true });
  });
});

describe('numbers of systems', () => {
  it('are rounded last, and values are not', () => {
    const rounded = { minimum_systems: 4, round_to: 5 };
    expect(toFigure({ kind: 'systems', name: 's', activity }, 12, rounded)).toMatchObject({
      figures: { active: 10, new: 5, returning: 0, gone: 5, persistent: null },
      systems: 10,
      of_systems: 10,
    });
    const statistics = ALL.find(({ kind }) => kind === 'statistics');
    expect(statistics && toFigure(statistics, 12, rounded).figures).toMatchObject({
      statistics: [{ systems: 10, mean: 3.5, median: 3, histogram: [{ from: 1, to: 8, systems: 10 }] }],
    });
  });
});
