import type { Summary } from '@heliograph/schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countOf } from './a-counted-day.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());

const count = (summary: Summary, payloads: readonly Record<string, unknown>[]) =>
  countOf(database, [summary], payloads).then(([counted]) => counted);

const summary = { name: 'n', kind: 'statistics', field: '/n' } as const;

it('is what comes out when one counts by hand', async () => {
  const payloads = [1, 2, 2, 3, 4, 4, 4, 8, 8, 64].map((n) => ({ n }));
  expect(await count(summary, [...payloads, { n: null }, { n: '7' }, {}])).toEqual({
    name: 'n',
    kind: 'statistics',
    distributions: [
      {
        key: null,
        systems: 10,
        mean: 10,
        percentiles: [1.45, 2.25, 4, 7, 38.8],
        histogram: [
          { from: 1, to: 2, systems: 1 },
          { from: 2, to: 4, systems: 3 },
          { from: 4, to: 8, systems: 3 },
          { from: 8, to: 16, systems: 2 },
          { from: 64, to: 128, systems: 1 },
        ],
        magnitude: { sum: 100, first: 64, second: 8 },
      },
    ],
  });
});

it('has a bucket below zero and one below one', async () => {
  const found = await count(
    summary,
    [-1000, -0.5, 0, 0.99, 1].map((n) => ({ n })),
  );
  expect(found).toMatchObject({
    distributions: [
      {
        histogram: [
          { from: null, to: 0, systems: 2 },
          { from: 0, to: 1, systems: 2 },
          { from: 1, to: 2, systems: 1 },
        ],
        magnitude: { sum: 1002.49, first: 1000, second: 1 },
      },
    ],
  });
});

it('has every power of two in the bucket that begins with it', async () => {
  const powers = Array.from({ length: 64 }, (_, exponent) => 2 ** exponent);
  const found = await count(
    summary,
    powers.map((n) => ({ n })),
  );
  const [distribution] = found?.kind === 'statistics' ? found.distributions : [];
  expect(distribution?.histogram).toEqual(powers.map((from, i) => ({ from, to: powers[i + 1] ?? null, systems: 1 })));
});

it('is of each key of a map, and of no list', async () => {
  const found = await count({ ...summary, field: '/disks/*/gb' }, [
    { disks: { sda: { gb: 1 }, sdb: { gb: 9 } } },
    { disks: { sda: { gb: 2 }, sdb: 'x' } },
    { disks: [{ gb: 5 }] },
  ]);
  expect(found).toMatchObject({
    distributions: [
      { key: 'sda', systems: 2, mean: 1.5 },
      { key: 'sdb', systems: 1, mean: 9, magnitude: { sum: 9, first: 9, second: 0 } },
    ],
  });
});

it('is not stopped by the largest and the smallest of numbers', async () => {
  const tiny = await count(summary, [{ n: 5e-324 }, { n: 0 }]);
  expect(tiny).toMatchObject({ distributions: [{ histogram: [{ from: 0, to: 1, systems: 2 }] }] });
  const huge = await count(summary, [{ n: 1.7e308 }, { n: 1.7e308 }, { n: -1.7e308 }]);
  // To twelve digits, the largest sum that there can be.
  const magnitude = { sum: 1.79769313486e308, first: 1.7e308, second: 1.7e308 };
  expect(huge).toMatchObject({ distributions: [{ mean: 5.66666666667e307, magnitude }] });
});

it('does not depend on how floating-point numbers round', async () => {
  const payloads = [0.1, 0.2, 0.3, 1e16, -1e16].map((n) => ({ n }));
  expect(await count(summary, payloads)).toMatchObject({ distributions: [{ mean: 0.12 }] });
});
