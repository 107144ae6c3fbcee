import { PublishedFigure } from '@heliograph/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPublisher } from '../src/publish/publisher.postgres.ts';
import { definition, figures, report, told, WEEK_DUE } from './a-week.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.clear());

describe('after weeks without a summarizer', () => {
  const days = Array.from({ length: 45 }, (_, n) => new Date(Date.UTC(2026, 8, 14 + n)).toISOString().slice(0, 10));

  it('every day, week and month is caught up on at once, in its order, and what they were counted from goes', async () => {
    for (const day of days) await database.take([report('always', day), report(`only ${day}`, day)]);
    await database.work('2027-01-01T00:00:00.000Z', [definition]);
    const published = await database.published('day', 'week', 'month');
    expect(new Set(published.map(({ final, revision }) => `${final} ${revision}`))).toEqual(new Set(['true 1']));
    expect(await figures(database, 'week')).toHaveLength(7);
    expect(await figures(database, 'week')).toContainEqual([
      'week 2026-09-21 systems',
      { active: 8, new: 7, persistent: 1 },
      { revision: 1, final: true },
    ]);
    expect(await figures(database, 'month')).toEqual([
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
    await told(database);
    await database.take([report('c', '2026-11-22')]);
    await database.work('2026-12-20T00:00:00.000Z', []);
    expect(await database.published('day', 'week', 'month')).toEqual(before);
    await database.work('2027-03-05T00:00:00.000Z', []);
    expect(await database.published('day', 'week', 'month')).toEqual(before.map((row) => ({ ...row, final: true })));
    const frozen = (await told(database)).map(({ key, value }) => [key, PublishedFigure.parse(value).final]);
    expect(frozen).toContainEqual(['example/status/production/week/2026-11-16/systems', true]);
    expect(frozen.filter(([, final]) => final === false)).toEqual([]);
    const { rows } = await database.pool.query('SELECT FROM summary.months');
    expect([rows, await createPublisher({ pool: database.pool }).spans()]).toEqual([[], []]);
  });
});
