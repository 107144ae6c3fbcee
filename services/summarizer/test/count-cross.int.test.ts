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

const summary = { name: 'n', kind: 'cross', rows: '/v', columns: '/os/name', row_level: 'x.y' } as const;

it('has those that have one of the two values, too', async () => {
  const found = await count(summary, [
    { v: '1.0.1', os: { name: 'a' } },
    { v: '1.0.2', os: { name: 'a' } },
    { v: '1.1', os: {} },
    { v: null, os: { name: 'b' } },
    { os: 'b' },
  ]);
  expect(found).toEqual({
    name: 'n',
    kind: 'cross',
    row_level: 'x.y',
    column_level: null,
    cells: [
      { row: '1.0', column: 'a', systems: 2 },
      { row: '1.1', column: null, systems: 1 },
      { row: null, column: 'b', systems: 1 },
    ],
  });
});

it('is bounded, and each row that it has is whole', async () => {
  const payloads = Array.from({ length: 400 }, (_, i) => ({ v: 'common', os: { name: `os${i}` } }));
  const found = await count(summary, [...payloads, ...payloads.slice(0, 299)]);
  const cells = found?.kind === 'cross' ? found.cells : [];
  expect(cells.length).toBe(301);
  expect(cells.find(({ column }) => column === null)).toEqual({ row: 'common', column: null, systems: 100 });
  expect(cells.reduce((n, { systems }) => n + systems, 0)).toBe(699);
});
