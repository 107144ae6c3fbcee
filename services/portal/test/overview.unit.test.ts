import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { Sparkline } from '../src/charts/sparkline.tsx';
import { overviewOf } from '../src/figures/overview.ts';
import { aShare, aShareFigure, aSuppressedFigure, aSystemsFigure } from './a-figure.ts';

const definition = aDefinition({
  summaries: [
    { name: 'systems', kind: 'systems' },
    { name: 'count_values', kind: 'share', field: '/count' },
    { name: 'version', kind: 'share', field: '/version', levels: ['x.y', 'x.y.z'] },
  ],
});
const week = (start: string, systems: number) => aSystemsFigure({ period: 'week', start, systems });
const fewIn = (start: string) => aSuppressedFigure('systems', { period: 'week', start });

describe('the overview of a source', () => {
  it('has a place for every week, and nothing in those that say nothing or are not there', () => {
    const weekly = [week('2026-10-12', 300), fewIn('2026-10-19'), week('2026-11-09', 360)];
    expect(overviewOf(definition, [], weekly).weeks).toEqual([300, null, null, null, 360]);
  });

  it('compares weeks only where both say something', () => {
    const trend = (weekly: Parameters<typeof overviewOf>[2]) => overviewOf(definition, [], weekly).trend;
    expect(trend([week('2026-10-12', 300), week('2026-11-09', 360)])).toEqual({
      week: '2026-11-09',
      now: 360,
      before: 300,
    });
    expect(trend([fewIn('2026-10-12'), week('2026-11-09', 360)])).toBeNull();
    expect(trend([week('2026-10-12', 300), fewIn('2026-11-09')])).toBeNull();
    expect(trend([])).toBeNull();
  });

  it('names the versions of the product: of no other field, and of no part of one', () => {
    const counts = aShareFigure({ name: 'count_values' }, [aShare({ values: [{ value: '4', systems: 20 }] })]);
    const parts = aShareFigure({}, [aShare({ key: 'rpm' })]);
    expect(overviewOf(definition, [counts, parts], []).versions).toBeNull();
    expect(overviewOf(definition, [counts, aShareFigure()], []).versions).toEqual({
      name: 'version',
      systems: 30,
      values: [{ value: '3.21', systems: 20 }],
    });
  });

  it('names the three that most systems run', () => {
    const values = ['4', '3', '2', '1'].map((value) => ({ value, systems: 10 }));
    const { versions } = overviewOf(definition, [aShareFigure({}, [aShare({ values })])], []);
    expect(versions?.values.map(({ value }) => value)).toEqual(['4', '3', '2']);
  });

  it('knows of a day that too few systems reported', () => {
    expect(overviewOf(definition, [aSuppressedFigure('systems')], [])).toMatchObject({
      day: '2026-11-20',
      reported: null,
    });
    expect(overviewOf(definition, [], [])).toMatchObject({ day: null, reported: null, weeks: [] });
  });
});

describe('a line without axes', () => {
  const line = (values: readonly (number | null)[]) => Sparkline({ values, label: 'Systems' })?.toString();

  it('goes from 0 to the largest value', () => {
    expect(line([0, 5, 10])).toContain('<path d="M0 30L50 15L100 0"/>');
  });

  it('has a gap where there is nothing, and a point of its own between two gaps', () => {
    expect(line([10, 10, null, 5, null, 10, 0])).toContain('<path d="M0 0L16.7 0M50 15h0M83.3 0L100 30"/>');
  });

  it('is not drawn of a single value, nor of none', () => {
    for (const values of [[], [null], [3], [null, 3, null]]) expect(line(values)).toBeUndefined();
  });

  it('is flat at the bottom where everything is 0', () => {
    expect(line([0, 0])).toContain('<path d="M0 30L100 30"/>');
  });

  it('says in words what it shows', () => {
    expect(line([300, null, 1360])).toContain('aria-label="Systems: from 300 to 1,360, at most 1,360"');
  });
});
