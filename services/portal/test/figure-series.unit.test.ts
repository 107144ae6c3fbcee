import { describe, expect, it } from 'vitest';
import { createSeries, createTimeline, figureValue, newestFigure, startOf } from '../src/figures/figure-series.ts';
import type { Window } from '../src/figures/range.ts';
import { aSuppressedFigure, aSystemsFigure } from './a-figure.ts';

const window = (given: Partial<Window>): Window => ({
  from: '2026-11-14',
  to: '2026-11-20',
  everyDays: 1,
  active: 'day',
  churn: 'day',
  ...given,
});

describe('createTimeline', () => {
  it('has every day of a short window', () => {
    expect(createTimeline('day', window({ from: '2026-11-18' })).starts).toEqual([
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
    ]);
  });

  it('has one weekday of a long one, that of its last day', () => {
    const { starts } = createTimeline('day', window({ from: '2026-11-01', everyDays: 7 }));
    expect(starts).toEqual(['2026-11-06', '2026-11-13', '2026-11-20']);
  });

  it('has the weeks from Monday on that have ended', () => {
    expect(createTimeline('week', window({ from: '2026-11-04' })).starts).toEqual(['2026-11-02', '2026-11-09']);
    expect(createTimeline('week', window({ from: '2026-11-04', to: '2026-11-22' })).starts).toContain('2026-11-16');
  });

  it('has the months that have ended, February too', () => {
    const { starts } = createTimeline('month', window({ from: '2025-12-31', to: '2026-03-30' }));
    expect(starts).toEqual(['2025-12-01', '2026-01-01', '2026-02-01']);
  });

  it('knows the Monday of a Sunday and of a Monday', () => {
    expect([startOf('week', '2026-11-22'), startOf('week', '2026-11-23')]).toEqual(['2026-11-16', '2026-11-23']);
  });
});

describe('a series', () => {
  const figures = [
    aSystemsFigure({ start: '2026-11-18', systems: 30 }),
    aSuppressedFigure('systems', { start: '2026-11-20' }),
    aSystemsFigure({ start: '2026-11-19', period: 'week' }),
    aSystemsFigure({ start: '2026-11-19', name: 'others' }),
  ];
  const series = createSeries(createTimeline('day', window({ from: '2026-11-18' })), figures, 'systems');

  it('has a figure where there is one of its name and period, and else nothing', () => {
    expect(series.figures).toEqual([figures[0], undefined, figures[1]]);
  });

  it('says nothing where a figure is suppressed, missing or of another kind', () => {
    expect(series.figures.map((figure) => figureValue('systems', figure)?.active)).toEqual([30, undefined, undefined]);
    expect(figureValue('age', figures[0])).toBeUndefined();
    expect(newestFigure(series)).toBe(figures[0]);
  });
});
