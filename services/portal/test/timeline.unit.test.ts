import { describe, expect, it } from 'vitest';
import type { Window } from '../src/figures/range.ts';
import { newest, said, startOf, timelineOf, trackOf } from '../src/figures/timeline.ts';
import { aSuppressedFigure, aSystemsFigure } from './a-figure.ts';

const window = (given: Partial<Window>): Window => ({
  from: '2026-11-14',
  to: '2026-11-20',
  everyDays: 1,
  active: 'day',
  moves: 'day',
  ...given,
});

describe('timelineOf', () => {
  it('has every day of a short window', () => {
    expect(timelineOf('day', window({ from: '2026-11-18' })).starts).toEqual([
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
    ]);
  });

  it('has one weekday of a long one, that of its last day', () => {
    const { starts } = timelineOf('day', window({ from: '2026-11-01', everyDays: 7 }));
    expect(starts).toEqual(['2026-11-06', '2026-11-13', '2026-11-20']);
  });

  it('has the weeks from Monday on that have ended', () => {
    expect(timelineOf('week', window({ from: '2026-11-04' })).starts).toEqual(['2026-11-02', '2026-11-09']);
    expect(timelineOf('week', window({ from: '2026-11-04', to: '2026-11-22' })).starts).toContain('2026-11-16');
  });

  it('has the months that have ended, February too', () => {
    const { starts } = timelineOf('month', window({ from: '2025-12-31', to: '2026-03-30' }));
    expect(starts).toEqual(['2025-12-01', '2026-01-01', '2026-02-01']);
  });

  it('knows the Monday of a Sunday and of a Monday', () => {
    expect([startOf('week', '2026-11-22'), startOf('week', '2026-11-23')]).toEqual(['2026-11-16', '2026-11-23']);
  });
});

describe('a track', () => {
  const figures = [
    aSystemsFigure({ start: '2026-11-18', systems: 30 }),
    aSuppressedFigure('systems', { start: '2026-11-20' }),
    aSystemsFigure({ start: '2026-11-19', period: 'week' }),
    aSystemsFigure({ start: '2026-11-19', name: 'others' }),
  ];
  const track = trackOf(timelineOf('day', window({ from: '2026-11-18' })), figures, 'systems');

  it('has a figure where there is one of its name and period, and else nothing', () => {
    expect(track.figures).toEqual([figures[0], undefined, figures[1]]);
  });

  it('says nothing where a figure is suppressed, missing or of another kind', () => {
    expect(track.figures.map((figure) => said('systems', figure)?.active)).toEqual([30, undefined, undefined]);
    expect(said('age', figures[0])).toBeUndefined();
    expect(newest(track)).toBe(figures[0]);
  });
});
