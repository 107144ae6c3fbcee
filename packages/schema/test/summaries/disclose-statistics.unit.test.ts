import { describe, expect, it } from 'vitest';
import { discloseStatistics } from '../../src/summaries/kinds/statistics/disclose.ts';
import type { Distribution } from '../../src/summaries/kinds/statistics/shape.ts';

const distribution = (given: Partial<Distribution> = {}): Distribution => ({
  key: null,
  systems: 300,
  mean: 7.123_456,
  percentiles: [1, 2.345_678, 4, 123_456, 0.001_234_5],
  histogram: [
    { from: 1, to: 2, systems: 100 },
    { from: 2, to: 4, systems: 200 },
  ],
  magnitude: { sum: 2137, first: 20, second: 20 },
  ...given,
});
const disclosed = (given: Partial<Distribution> = {}, of = 300) => discloseStatistics([distribution(given)], of, 11)[0];

describe('statistics, where eleven are enough', () => {
  it('have three digits', () => {
    expect(disclosed()).toMatchObject({ p5: 1, p25: 2.35, median: 4, p75: 123_000, p95: 0.001_23 });
  });

  it.each([
    [300, [true, true, true, true, true]],
    [219, [false, true, true, true, false]],
    [43, [false, false, true, false, false]],
    [21, [false, false, false, false, false]],
  ])('of %s systems have percentiles with enough systems on either side', (systems, told) => {
    const histogram = [{ from: 1, to: 2, systems }];
    const { p5, p25, median, p75, p95 } = disclosed({ systems, histogram }, systems) ?? {};
    expect([p5, p25, median, p75, p95].map((value) => value !== null)).toEqual(told);
  });

  it.each([
    // One system contributes up to 20/300 = 0.067 to the mean.
    [7.123_456, { sum: 2137, first: 20, second: 20 }, 7.1],
    [7.123_456, { sum: 2137, first: 2, second: 2 }, 7.12],
    [7123.456, { sum: 2_137_000, first: 2, second: 2 }, 7120],
    [-7.123_456, { sum: 2137, first: 100, second: 20 }, -7],
    [0, { sum: 0, first: 0, second: 0 }, 0],
    [0.3, { sum: 9_000_000, first: 30_000, second: 30_000 }, 0],
  ])('have a mean of %s, rounded to what one system contributes', (mean, magnitude, told) => {
    expect(disclosed({ mean, magnitude })?.mean).toBeCloseTo(told, 10);
  });

  it.each([
    [{ sum: 1000, first: 600, second: 340 }, true],
    [{ sum: 1000, first: 600, second: 341 }, false],
    [{ sum: 1000, first: 1000, second: 0 }, false],
  ])('have no mean where %j lets the second tell the first to a tenth', (magnitude, told) => {
    expect(disclosed({ magnitude })?.mean !== null).toBe(told);
  });

  it('have the same mean for so many sums that one system cannot be told by the difference of two', () => {
    const first = 20;
    const meanOf = (systems: number, sum: number) =>
      disclosed({ systems, mean: sum / systems, magnitude: { sum, first, second: first } }, systems)?.mean;
    for (const systems of [20, 33, 300, 1700])
      for (const sum of [7, 7.3, 11.1].map((mean) => Math.round(mean * systems))) {
        const near = Array.from({ length: 20 * first }, (_, i) => sum + i - 10 * first);
        const alike = near.filter((other) => meanOf(systems, other) === meanOf(systems, sum));
        expect(alike.length).toBeGreaterThanOrEqual(first);
      }
  });

  it('hide small buckets among others, and few that have no number', () => {
    const histogram = [
      { from: 1, to: 2, systems: 30 },
      { from: 2, to: 4, systems: 200 },
      { from: 4, to: 8, systems: 5 },
    ];
    expect(disclosed({ systems: 235, histogram }, 235)).toMatchObject({
      systems: 235,
      histogram: [{ from: 2, to: 4, systems: 200 }],
      other: 35,
    });
    expect(disclosed({}, 303)).toMatchObject({ systems: null, histogram: [{ from: 2 }], other: 103 });
  });

  it('are not there of few, nor where all would be hidden together', () => {
    expect(disclosed({ systems: 10 })).toBeUndefined();
    expect(disclosed({ systems: 30, histogram: [{ from: 1, to: 2, systems: 30 }] }, 33)).toBeUndefined();
  });
});
