import { describe, expect, it } from 'vitest';
import { neighbours, parseView, type View, viewQuery, windowOf } from '../src/figures/range.ts';
import { ProblemError } from '../src/problems/problem.ts';

const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const source = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;
const extent = { ...source, from: '2023-11-20', to: '2026-11-20', computed_at: '2026-11-21T01:00:05.000Z' };
const view = (given: Partial<View> = {}): View => ({ range: 'quarter', to: undefined, level: undefined, ...given });

describe('parseView', () => {
  it('shows the newest quarter unless another range is asked for', () => {
    expect(parseView({}, NOW)).toEqual(view());
    expect(parseView({ range: 'all', to: '2026-11-21', level: 'x.y.z' }, NOW)).toEqual({
      range: 'all',
      to: '2026-11-21',
      level: 'x.y.z',
    });
  });

  it.each([
    ['range', 'decade'],
    ['range', ['week', 'week']],
    ['to', '2026-11-22'],
    ['to', '9999-12-31'],
    ['to', '0000-01-01'],
    ['to', '2026-02-30'],
    ['to', '<script>'],
    ['level', 'x'],
  ])('names %s where it is %s, and repeats nothing of it', (parameter, value) => {
    const problem = thrownBy(() => parseView({ [parameter]: value }, NOW));
    expect(problem.code).toBe('bad_parameters');
    expect(problem.errors.map((error) => error.parameter)).toEqual([parameter]);
    expect(JSON.stringify(problem.errors)).not.toMatch(/script|decade|9999/);
  });

  it('takes no other parameters', () => {
    expect(thrownBy(() => parseView({ evil: '1' }, NOW)).errors).toEqual([
      { detail: 'there is a parameter that is not known' },
    ]);
  });
});

function thrownBy(run: () => unknown): ProblemError {
  try {
    run();
  } catch (error) {
    if (error instanceof ProblemError) return error;
  }
  throw new Error('no ProblemError was thrown');
}

describe('viewQuery', () => {
  it.each([view(), view({ range: 'year' }), view({ to: '2026-05-01', level: 'x.y.z' })])(
    'carries %o to the next page',
    (given) => {
      expect(parseView(Object.fromEntries(new URLSearchParams(viewQuery(given))), NOW)).toEqual(given);
    },
  );

  it('is empty where everything is as usual', () => {
    expect(viewQuery(view())).toBe('');
  });
});

describe('windowOf', () => {
  it.each([
    ['week', { from: '2026-11-14', to: '2026-11-20', everyDays: 1, active: 'day', churn: 'day' }],
    ['month', { from: '2026-10-21', to: '2026-11-20', everyDays: 1, active: 'day', churn: 'week' }],
    ['quarter', { from: '2026-08-21', to: '2026-11-20', everyDays: 1, active: 'day', churn: 'week' }],
    ['year', { from: '2025-11-21', to: '2026-11-20', everyDays: 7, active: 'week', churn: 'week' }],
    ['all', { from: '2023-11-20', to: '2026-11-20', everyDays: 14, active: 'week', churn: 'month' }],
  ] as const)('of a %s', (range, window) => {
    expect(windowOf(view({ range }), extent, 110)).toEqual(window);
  });

  it('stays where there is data', () => {
    expect(windowOf(view({ to: '2026-11-21' }), extent, 110).to).toBe('2026-11-20');
    expect(windowOf(view({ to: '2023-11-25' }), extent, 110)).toMatchObject({ from: '2023-11-20', to: '2023-11-25' });
    expect(windowOf(view({ range: 'all' }), { ...extent, from: '2026-11-01' }, 110)).toMatchObject({
      from: '2026-11-01',
      everyDays: 1,
    });
  });

  it('never has more positions than it may, however long the data go back', () => {
    expect(windowOf(view({ range: 'all' }), { ...extent, from: '0001-01-01' }, 200)).toEqual({
      from: '2011-08-19',
      to: '2026-11-20',
      everyDays: 28,
      active: 'month',
      churn: 'month',
    });
  });
});

describe('neighbours', () => {
  const of = (given: View) => neighbours(given, windowOf(given, extent, 110), extent);

  it('are as long as the range, and the newest has no day of its own', () => {
    expect(of(view({ range: 'week' }))).toEqual({
      earlier: view({ range: 'week', to: '2026-11-13' }),
      later: undefined,
    });
    expect(of(view({ range: 'week', to: '2026-11-13' })).later).toEqual(view({ range: 'week' }));
    expect(of(view({ range: 'week', to: '2026-11-06' })).later).toEqual(view({ range: 'week', to: '2026-11-13' }));
  });

  it('end where the data begin, and are none of all', () => {
    expect(of(view({ range: 'week', to: '2023-11-25' })).earlier).toBeUndefined();
    expect(of(view({ range: 'all' }))).toEqual({ earlier: undefined, later: undefined });
  });
});
