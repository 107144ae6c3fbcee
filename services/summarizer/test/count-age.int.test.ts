import { anObservation } from '@heliograph/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countDay } from '../src/publish/count-day.postgres.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());

it('counts systems by their age', async () => {
  await database.clear();
  const report = (system: string, day: string) =>
    anObservation({ system_key: system, observed_at: `${day}T10:00:00.000Z` });
  const first = {
    new: '2026-11-20',
    a: '2026-11-19',
    b: '2026-11-18',
    c: '2026-11-17',
    d: '2026-11-16',
    e: '2025-11-20',
  };
  await database.take(Object.entries(first).map(([system, day]) => report(system, day)));
  await database.take(Object.keys(first).map((system) => report(system, '2026-11-20')));
  const { application, telemetry_type, channel } = report('x', '2026-11-20');
  const key = { application, telemetry_type, channel, day: '2026-11-20' };
  const { systems, counted } = await countDay(database.pool, key, [
    { name: 'age', kind: 'age' },
    { name: 'hosts', kind: 'systems' },
  ]);
  expect(systems).toBe(6);
  expect(counted.slice(0, 2)).toEqual([
    {
      name: 'age',
      kind: 'age',
      buckets: [
        { from: 0, to: 1, systems: 1 },
        { from: 1, to: 2, systems: 1 },
        { from: 2, to: 4, systems: 2 },
        { from: 4, to: 8, systems: 1 },
        { from: 256, to: 512, systems: 1 },
      ],
    },
    {
      name: 'hosts',
      kind: 'systems',
      activity: {
        active: 6,
        new: 1,
        returning: 4,
        continuing: 1,
        gone: 0,
        persistent: null,
        within: [],
        newOfDays: [],
        withinBefore: [],
      },
    },
  ]);
});
