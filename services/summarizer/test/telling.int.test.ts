import { PublishedFigure } from '@heliograph/schema';
import { aDefinition, anObservation } from '@heliograph/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
const WEEK_LATER = '2026-11-24T01:00:00.000Z';
const WEEK_FINAL = '2026-11-25T01:00:00.000Z';

const report = (system_key: string, day: string) =>
  anObservation({ ...SOURCE, system_key, day, observed_at: `${day}T10:00:00.000Z`, payload: { version: '1.0' } });

async function told(): Promise<Record<string, unknown>[]> {
  const { rows } = await database.pool.query('SELECT key, value FROM summary.outbox ORDER BY id');
  await database.pool.query('TRUNCATE summary.outbox');
  return rows;
}

describe('the topic of the summaries is told', () => {
  it('what is published, with its period', async () => {
    await database.take([report('a', '2026-11-16')]);
    await database.work(WEEK_DUE, [definition]);
    const entries = await told();
    expect(entries.map(({ key }) => key)).toEqual([
      'example/status/production/day/2026-11-16/systems',
      'example/status/production/day/2026-11-16/version',
      'example/status/production/day/2026-11-16/_unregistered',
      'example/status/production/week/2026-11-16/systems',
    ]);
    const [day, , , week] = entries.map(({ value }) => PublishedFigure.parse(value));
    expect(week).toMatchObject({ period: 'week', start: '2026-11-16', systems: 1, revision: 1, computed_at: WEEK_DUE });
    expect(day).toMatchObject({ final: true });
  });

  it('what has changed, what is frozen, and what is withdrawn, each once', async () => {
    await database.take([report('a', '2026-11-22')]);
    await database.work(WEEK_DUE, [definition]);
    await told();
    await database.work(WEEK_DUE, [definition]);
    expect(await told()).toEqual([]);
    await database.take([report('b', '2026-11-22')]);
    await database.work(WEEK_LATER, [{ ...definition, summaries: definition.summaries.slice(0, 1) }]);
    const changed = (await told()).map(({ key, value }) => [
      key,
      value === null ? null : PublishedFigure.parse(value).systems,
    ]);
    expect(changed).toEqual([
      ['example/status/production/day/2026-11-22/version', null],
      ['example/status/production/day/2026-11-22/systems', 2],
      ['example/status/production/day/2026-11-22/_unregistered', null],
      ['example/status/production/week/2026-11-16/systems', 2],
    ]);
    await database.work(WEEK_FINAL, [definition]);
    const frozen = (await told()).map(({ key, value }) => [key, PublishedFigure.parse(value).final]);
    expect(frozen).toEqual([
      ['example/status/production/day/2026-11-22/version', true],
      ['example/status/production/day/2026-11-22/systems', true],
      ['example/status/production/day/2026-11-22/_unregistered', true],
      ['example/status/production/week/2026-11-16/systems', true],
    ]);
  });
});
