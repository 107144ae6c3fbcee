import { createRegister } from '@heliograph/schema';
import { toFigure } from '@heliograph/schema/summaries';
import { aSystemRequest, testRuntime } from '@heliograph/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countPeriod } from '../src/publish/count-period.postgres.ts';
import { createStoredDailyWork } from '../src/publish/daily-work.postgres.ts';
import { createPublisher } from '../src/publish/publisher.postgres.ts';
import { definition, figures, report, SOURCE, told, WEEK_DUE, WEEK_FINAL } from './a-week.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.clear());

const MONTH_DUE = '2026-12-01T01:00:00.000Z';
const MONTH_FINAL = '2026-12-03T01:00:00.000Z';

const erasure = (system_key: string) => aSystemRequest({ application: SOURCE.application, system_keys: [system_key] });

describe('a week or a month', () => {
  it('is published once it is complete, and has nothing but who reported', async () => {
    await database.take([report('a', '2026-11-16'), report('a', '2026-11-17'), report('b', '2026-11-22')]);
    await database.work('2026-11-23T00:59:59.999Z', [definition]);
    expect(await figures(database, 'week', 'month')).toEqual([]);
    await database.work(WEEK_DUE, [definition]);
    const counts = { active: 2, new: 2, persistent: 1 };
    const week = ['week 2026-11-16 systems', counts, { revision: 1, final: false }];
    expect(await figures(database, 'week', 'month')).toEqual([week]);
    await database.work(MONTH_DUE, [definition]);
    expect(await figures(database, 'month')).toEqual([
      ['month 2026-11-01 systems', counts, { revision: 1, final: false }],
    ]);
  });

  it('is frozen with its last day', async () => {
    await database.take([report('a', '2026-11-16'), report('b', '2026-11-22')]);
    await database.work(WEEK_DUE, [definition]);
    await database.work('2026-11-25T00:59:59.999Z', [definition]);
    expect((await database.published('week'))[0]).toMatchObject({ final: false, revision: 1 });
    await database.work(WEEK_FINAL, [definition]);
    expect((await database.published('week'))[0]).toMatchObject({ final: true, revision: 1 });
    expect((await database.published('day')).every(({ final }) => final)).toBe(true);
    await database.work(MONTH_FINAL, [definition]);
    expect((await database.published('month'))[0]).toMatchObject({ final: true, revision: 1 });
    expect([await createPublisher({ pool: database.pool }).spans()]).toEqual([[]]);
  });

  it('is revised by a late report, and so is the one after it', async () => {
    await database.take([report('a', '2026-11-09'), report('b', '2026-11-22'), report('b', '2026-11-23')]);
    await database.work('2026-11-24T02:00:00.000Z', [definition]);
    const day = { active: 1, new: 1, persistent: null };
    expect(await figures(database, 'day')).toContainEqual([
      'day 2026-11-22 systems',
      day,
      { revision: 1, final: false },
    ]);
    await database.take([report('a', '2026-11-22')]);
    await database.work('2026-11-24T03:00:00.000Z', [definition]);
    expect(await figures(database, 'day', 'week')).toEqual(
      expect.arrayContaining([
        ['day 2026-11-22 systems', { ...day, active: 2 }, { revision: 2, final: false }],
        ['day 2026-11-23 systems', { ...day, new: 0 }, { revision: 2, final: false }],
        ['week 2026-11-16 systems', { ...day, active: 2, persistent: 0 }, { revision: 2, final: false }],
      ]),
    );
  });

  it('whose days nothing new has come for, but the week before, is revised', async () => {
    await database.take([report('a', '2026-11-23'), report('b', '2026-11-29')]);
    await database.work('2026-11-30T01:00:00.000Z', [definition]);
    expect((await figures(database, 'week'))[0]).toContainEqual({ active: 2, new: 2, persistent: 0 });
    // As if the late window were longer: no day of that week has been there before.
    await database.take([report('a', '2026-11-22'), report('c', '2026-11-22')]);
    await database.work('2026-11-30T02:00:00.000Z', [definition]);
    expect(await figures(database, 'week')).toContainEqual([
      'week 2026-11-23 systems',
      { active: 2, new: 1, persistent: 0 },
      { revision: 2, final: false },
    ]);
  });

  it('is byte for byte the same when it is computed again', async () => {
    await database.take([report('a', '2026-11-16'), report('b', '2026-11-22'), report('c', '2026-11-18')]);
    await database.work(MONTH_DUE, [definition]);
    const before = await database.published('day', 'week', 'month');
    await told(database);
    await database.pool.query('UPDATE summary.spans SET changes = changes + 1');
    await database.pool.query('UPDATE summary.days SET changes = changes + 1');
    await database.work(MONTH_DUE, [definition]);
    expect(await database.published('day', 'week', 'month')).toEqual(before);
    expect(await told(database)).toEqual([]);
    const { rows } = await database.pool.query(
      'SELECT DISTINCT changes = summarised AS done FROM summary.spans WHERE NOT final',
    );
    expect(rows).toEqual([{ done: true }]);
  });

  it('is not frozen while reports may be on their way, nor is a day', async () => {
    await database.take([report('a', '2026-11-16'), report('b', '2026-11-22')]);
    let isBehind = true;
    const pools = { writing: database.pool, counting: database.pool };
    const work = createStoredDailyWork({
      pools,
      register: createRegister([definition]),
      isBehind: async () => isBehind,
      log: testRuntime().log,
      now: () => Date.parse(MONTH_FINAL),
      graceMs: 3_600_000,
      keepMs: 0,
    });
    await work(new AbortController().signal);
    const final = async () => (await database.published('day', 'week', 'month')).map((row) => row.final);
    expect(new Set(await final())).toEqual(new Set([false]));
    expect(await database.take([report('late', '2026-11-16')])).toEqual(['taken']);
    isBehind = false;
    await work(new AbortController().signal);
    expect(new Set(await final())).toEqual(new Set([true]));
    expect((await figures(database, 'week'))[0]).toContainEqual({ active: 3, new: 3, persistent: 0 });
  });
});

describe('an erasure', () => {
  it('has the days after those of the system, its week and its month counted again', async () => {
    await database.take([report('a', '2026-11-21'), report('b', '2026-11-21'), report('b', '2026-11-22')]);
    await database.work(WEEK_DUE, [definition]);
    expect((await figures(database, 'day'))[2]).toContainEqual({ active: 1, new: 0, persistent: null });
    await database.take([erasure('a')]);
    await database.work(WEEK_DUE, [definition]);
    expect((await figures(database, 'day'))[2]).toContainEqual({ active: 1, new: 0, persistent: null });
    expect((await figures(database, 'week'))[0]).toContainEqual({ active: 1, new: 1, persistent: 1 });
    const { rows } = await database.pool.query(
      'SELECT system_key FROM summary.months UNION SELECT system_key FROM summary.systems',
    );
    expect(rows).toEqual([{ system_key: 'b' }]);
  });

  it('refuses the figures of a week that somebody counted before it and publishes only now', async () => {
    const key = { ...SOURCE, period: 'week', start: '2026-11-16' } as const;
    await database.take([report('a', '2026-11-21'), report('b', '2026-11-21')]);
    const { changes, systems, counted } = await countPeriod(database.pool, key, definition.summaries);
    const stale = counted.map((one) => toFigure(one, systems, definition.publish));
    await database.take([erasure('a')]);
    const publisher = createPublisher({ pool: database.pool });
    for (const isLast of [false, true]) {
      const publication = { figures: stale, changes, finally: isLast, computedAt: new Date(WEEK_DUE) };
      expect(await publisher.publish(key, publication)).toBe('overtaken');
    }
    await database.work(WEEK_DUE, [definition]);
    expect((await figures(database, 'week'))[0]).toContainEqual({ active: 1, new: 1, persistent: 0 });
  });
});

describe('two processes at once', () => {
  it('publish the same as one, and no revision more', async () => {
    const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-22'];
    for (const day of days) await database.take([report('a', day), report(day, day)]);
    const signals = Array.from({ length: 3 }, () => database.work(WEEK_DUE, [definition]));
    await Promise.all(signals);
    const published = await database.published('day', 'week');
    expect(new Set(published.map(({ revision }) => revision))).toEqual(new Set([1]));
    await database.pool.query('DELETE FROM summary.published WHERE NOT final');
    for (const table of ['days', 'spans'])
      await database.pool.query(`UPDATE summary.${table} SET changes = changes + 1 WHERE NOT final`);
    await database.work(WEEK_DUE, [definition]);
    expect(await database.published('day', 'week')).toEqual(published);
  });
});
