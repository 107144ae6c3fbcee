import { type Period, PublishedFigure } from '@heliograph/schema';
import { aDefinition, anObservation } from '@heliograph/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPublisher } from '../src/publisher.postgres.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.clear());

const SOURCE = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;

/** Late window two days: the week of 2026-11-16 is due from the 23rd at 01:00, and final from the 25th at 01:00. */
const definition = aDefinition({
  summaries: [
    { name: 'systems', kind: 'systems' },
    { name: 'version', kind: 'share', field: '/version' },
  ],
  publish: { minimum_systems: 1 },
});
const WEEK_DUE = '2026-11-23T01:00:00.000Z';

const report = (system_key: string, day: string) =>
  anObservation({ ...SOURCE, system_key, day, observed_at: `${day}T10:00:00.000Z`, payload: { version: '1.0' } });

async function figures(...periods: readonly Period[]) {
  const rows = await database.published(...periods);
  return rows.map(({ period, start, name, figures: figure, revision, final }) => {
    const { active, new: fresh, persistent } = figure as Record<string, unknown>;
    return [`${period} ${start} ${name}`, { active, new: fresh, persistent }, { revision, final }];
  });
}

async function told(): Promise<Record<string, unknown>[]> {
  const { rows } = await database.pool.query('SELECT key, value FROM summary.outbox ORDER BY id');
  await database.pool.query('TRUNCATE summary.outbox');
  return rows;
}

describe('after weeks without a summarizer', () => {
  const days = Array.from({ length: 45 }, (_, n) => new Date(Date.UTC(2026, 8, 14 + n)).toISOString().slice(0, 10));

  it('every day, week and month is caught up on at once, in its order, and what they were counted from goes', async () => {
    for (const day of days) await database.take([report('always', day), report(`only ${day}`, day)]);
    await database.work('2027-01-01T00:00:00.000Z', [definition]);
    const published = await database.published('day', 'week', 'month');
    expect(new Set(published.map(({ final, revision }) => `${final} ${revision}`))).toEqual(new Set(['true 1']));
    expect(await figures('week')).toHaveLength(7);
    expect(await figures('week')).toContainEqual([
      'week 2026-09-21 systems',
      { active: 8, new: 7, persistent: 1 },
      { revision: 1, final: true },
    ]);
    expect(await figures('month')).toEqual([
      ['month 2026-09-01 systems', { active: 18, new: 18, persistent: 1 }, { revision: 1, final: true }],
      ['month 2026-10-01 systems', { active: 29, new: 28, persistent: 1 }, { revision: 1, final: true }],
    ]);
    await database.work('2027-02-02T00:00:00.000Z', [definition]);
    const { rows } = await database.pool.query(
      'SELECT system_key FROM summary.latest UNION ALL SELECT system_key FROM summary.months',
    );
    expect(rows).toEqual([]);
  });

  it('a definition that was withdrawn meanwhile has its figures stay as they are, and frozen in the end', async () => {
    await database.take([report('a', '2026-11-16'), report('b', '2026-11-22')]);
    await database.work(WEEK_DUE, [definition]);
    const before = await database.published('day', 'week');
    await told();
    await database.take([report('c', '2026-11-22')]);
    await database.work('2026-12-20T00:00:00.000Z', []);
    expect(await database.published('day', 'week', 'month')).toEqual(before);
    await database.work('2027-03-05T00:00:00.000Z', []);
    expect(await database.published('day', 'week', 'month')).toEqual(before.map((row) => ({ ...row, final: true })));
    const frozen = (await told()).map(({ key, value }) => [key, PublishedFigure.parse(value).final]);
    expect(frozen).toContainEqual(['example/status/production/week/2026-11-16/systems', true]);
    expect(frozen.filter(([, final]) => final === false)).toEqual([]);
    const { rows } = await database.pool.query('SELECT FROM summary.months');
    expect([rows, await createPublisher({ pool: database.pool }).spans()]).toEqual([[], []]);
  });
});
