import { describe, expect, it } from 'vitest';
import { daysOf, masksOf, previousOf, startOf, withinOf } from '../src/period.ts';

describe('a period', () => {
  it.each([
    ['day', '2026-11-20', '2026-11-20', '2026-11-20', '2026-11-19'],
    ['week', '2026-11-20', '2026-11-16', '2026-11-22', '2026-11-09'],
    ['week', '2026-11-16', '2026-11-16', '2026-11-22', '2026-11-09'],
    ['week', '2026-11-22', '2026-11-16', '2026-11-22', '2026-11-09'],
    // ISO week 53 of 2026.
    ['week', '2027-01-01', '2026-12-28', '2027-01-03', '2026-12-21'],
    ['month', '2026-11-20', '2026-11-01', '2026-11-30', '2026-10-01'],
    ['month', '2028-02-29', '2028-02-01', '2028-02-29', '2028-01-01'],
    ['month', '2026-12-31', '2026-12-01', '2026-12-31', '2026-11-01'],
    ['month', '2027-01-01', '2027-01-01', '2027-01-31', '2026-12-01'],
  ] as const)('%s of %s runs from %s to %s, after that of %s', (period, day, from, to, previous) => {
    const start = startOf(period, day);
    expect(daysOf(period, start)).toEqual({ from, to });
    expect(previousOf(period, start)).toBe(previous);
  });
});

describe('what lies wholly in a period', () => {
  it('is nothing of a day, and the days of a week', () => {
    expect(withinOf('day', '2026-11-20')).toEqual([]);
    expect(withinOf('week', '2026-11-16').map(({ from, to }) => (from === to ? from : 'a week'))).toEqual(
      [16, 17, 18, 19, 20, 21, 22].map((day) => `2026-11-${day}`),
    );
  });

  it('is the days of a month and its whole weeks, of which February may have four and nothing else', () => {
    const weeks = (start: string) => withinOf('month', start).filter(({ from, to }) => from !== to);
    expect(withinOf('month', '2026-11-01')).toHaveLength(30 + 4);
    expect(weeks('2026-11-01').map(({ from }) => from)).toEqual([
      '2026-11-02',
      '2026-11-09',
      '2026-11-16',
      '2026-11-23',
    ]);
    expect(weeks('2027-02-01').map(({ from }) => from)).toEqual([
      '2027-02-01',
      '2027-02-08',
      '2027-02-15',
      '2027-02-22',
    ]);
  });
});

describe('the bits of days', () => {
  it('are numbered from the first of each month', () => {
    expect([...masksOf({ from: '2026-10-31', to: '2026-11-02' })]).toEqual([
      ['2026-10-01', 2 ** 30],
      ['2026-11-01', 0b11],
    ]);
  });

  it('of a month of 31 days are a positive number of PostgreSQL’s integers', () => {
    expect([...masksOf(daysOf('month', '2026-10-01')).values()]).toEqual([2 ** 31 - 1]);
  });
});
