import { PublishedFigure } from '@heliograph/schema';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { definition, report, told, WEEK_DUE, WEEK_FINAL } from './a-week.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.clear());

const WEEK_LATER = '2026-11-24T01:00:00.000Z';

describe('the topic of the summaries is told', () => {
  it('what is published, with its period', async () => {
    await database.take([report('a', '2026-11-16')]);
    await database.work(WEEK_DUE, [definition]);
    const entries = await told(database);
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
    await told(database);
    await database.work(WEEK_DUE, [definition]);
    expect(await told(database)).toEqual([]);
    await database.take([report('b', '2026-11-22')]);
    await database.work(WEEK_LATER, [{ ...definition, summaries: definition.summaries.slice(0, 1) }]);
    const changed = (await told(database)).map(({ key, value }) => [
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
    const frozen = (await told(database)).map(({ key, value }) => [key, PublishedFigure.parse(value).final]);
    expect(frozen).toEqual([
      ['example/status/production/day/2026-11-22/version', true],
      ['example/status/production/day/2026-11-22/systems', true],
      ['example/status/production/day/2026-11-22/_unregistered', true],
      ['example/status/production/week/2026-11-16/systems', true],
    ]);
  });
});
