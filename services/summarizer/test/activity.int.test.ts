import { transact } from '@heliograph/postgres';
import { daysOf, PERIODS, type Period, previousOf, startOf, withinOf } from '@heliograph/schema';
import { type CountedOf, countActivity } from '@heliograph/schema/summaries';
import { anObservation, aSystemRequest, propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runOn } from '../src/publish/count-day.postgres.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.clear());

const SOURCE = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;

const report = (system_key: string, day: string, given: object = {}) =>
  anObservation({ ...SOURCE, system_key, day, observed_at: `${day}T10:00:00.000Z`, ...given });
const reports = (days: Record<string, readonly string[]>) =>
  Object.entries(days).flatMap(([system, active]) => active.map((day) => report(system, day)));

const activity = (period: Period, start: string) =>
  transact(database.pool, {}, (client) => countActivity(runOn(client), SOURCE, period, start));

describe('who was active', () => {
  it('on a day is new, returning, continuing or, having been there the day before, gone', async () => {
    await database.take(
      reports({
        new: ['2026-11-20'],
        returning: ['2026-11-18', '2026-11-20'],
        continuing: ['2026-11-19', '2026-11-20'],
        gone: ['2026-11-19'],
        'long gone': ['2026-11-18'],
        'yet to come': ['2026-11-21'],
      }),
    );
    expect(await activity('day', '2026-11-20')).toEqual({
      active: 3,
      new: 1,
      returning: 1,
      continuing: 1,
      gone: 1,
      persistent: null,
      within: [],
      newOfDays: [],
      withinBefore: [],
    });
  });

  it('on the first day of a month is told from who was active on the last of the one before', async () => {
    await database.take(reports({ a: ['2026-10-31', '2026-11-01'], b: ['2026-10-31'], c: ['2026-11-01'] }));
    expect(await activity('day', '2026-11-01')).toMatchObject({ active: 2, new: 1, continuing: 1, gone: 1 });
  });

  it('in a week counts once, however often, and persists from the second day on', async () => {
    await database.take(
      reports({
        often: ['2026-10-26', '2026-10-30', '2026-10-31', '2026-11-01'],
        once: ['2026-11-01'],
        returning: ['2026-10-18', '2026-10-26'],
        continuing: ['2026-10-25', '2026-10-26', '2026-10-27'],
        gone: ['2026-10-19'],
      }),
    );
    expect(await activity('week', '2026-10-26')).toEqual({
      active: 4,
      new: 2,
      returning: 1,
      continuing: 1,
      gone: 1,
      persistent: 2,
      within: [3, 1, 0, 0, 1, 1, 2],
      newOfDays: [1, 0, 0, 0, 0, 0, 1],
      withinBefore: [1, 0, 0, 0, 0, 0, 1],
    });
  });

  it('in a month is beside the days and weeks that lie in it', async () => {
    await database.take(
      reports({
        a: ['2026-11-01', '2026-11-02'],
        b: ['2026-11-30'],
        c: ['2026-10-01', '2026-11-05'],
        d: ['2026-10-31'],
      }),
    );
    const { within, newOfDays, withinBefore, ...flows } = await activity('month', '2026-11-01');
    expect(flows).toEqual({ active: 3, new: 2, returning: 0, continuing: 1, gone: 1, persistent: 1 });
    expect(within.slice(0, 5)).toEqual([1, 1, 0, 0, 1]);
    expect(within.slice(29)).toEqual([1, 2, 0, 0, 0]);
    expect([newOfDays.length, newOfDays[0], newOfDays[29]]).toEqual([30, 1, 1]);
    expect(withinBefore.slice(30)).toEqual([1, 0, 0, 0]);
  });

  it('is told for each source alone', async () => {
    await database.take([
      report('a', '2026-11-19', { channel: 'development' }),
      report('a', '2026-11-19', { telemetry_type: 'another' }),
      report('a', '2026-11-19', { application: 'another' }),
      report('a', '2026-11-20'),
    ]);
    expect(await activity('day', '2026-11-20')).toMatchObject({ active: 1, new: 1, gone: 0 });
    expect(await activity('day', '2026-11-19')).toMatchObject({ active: 0, new: 0 });
  });

  it('does not count a report for a day that is final', async () => {
    await database.take(reports({ a: ['2026-11-20'] }));
    await database.pool.query('UPDATE summary.days SET final = true');
    expect(await database.take(reports({ b: ['2026-11-20'] }))).toEqual(['day_is_final']);
    expect(await activity('day', '2026-11-20')).toMatchObject({ active: 1, new: 1 });
    expect(await activity('month', '2026-11-01')).toMatchObject({ active: 1, new: 1 });
  });
});

// Over the end of a month, and that of a week.
const DAYS = ['2026-10-17', '2026-10-30', '2026-10-31', '2026-11-01', '2026-11-02', '2026-11-03', '2026-11-10'];
const SYSTEMS = ['a', 'b', 'c'];

const report$ = fc.record({ system: fc.constantFrom(...SYSTEMS), day: fc.constantFrom(...DAYS) });
const erasure$ = fc.record({ erased: fc.constantFrom(...SYSTEMS) });
type Step = { system: string; day: string } | { erased: string };
const steps$ = fc.array(
  fc.array(fc.oneof({ weight: 6, arbitrary: report$ }, { weight: 1, arbitrary: erasure$ }), {
    minLength: 1,
    maxLength: 5,
  }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

const entryOf = (step: Step) =>
  'erased' in step
    ? aSystemRequest({ application: SOURCE.application, system_keys: [step.erased] })
    : report(step.system, step.day);

/** Every period of the days, and the one after each. */
const PERIODS_OF_DAYS = PERIODS.flatMap((period) =>
  [...new Set(DAYS.map((day) => startOf(period, day)))].map((start) => ({ period, start })),
);

/** The same counts, by looking at every system. */
function naively(
  active: ReadonlyMap<string, ReadonlySet<string>>,
  period: Period,
  start: string,
): CountedOf<'systems'>['activity'] {
  const now = daysOf(period, start);
  const before = daysOf(period, previousOf(period, start));
  const count = (test: (days: string[]) => boolean) =>
    active
      .values()
      .filter((days) => test([...days]))
      .reduce((n) => n + 1, 0);
  const within = (window: { from: string; to: string }) => (day: string) => window.from <= day && day <= window.to;
  const isActive = (days: string[]) => days.some(within(now));
  const was = (days: string[]) => days.some(within(before));
  const isNew = (days: string[]) => !days.some((day) => day < now.from);
  const activeIn = (days: string[], window: { from: string; to: string }) => days.some(within(window));
  return {
    active: count(isActive),
    new: count((days) => isActive(days) && isNew(days)),
    returning: count((days) => isActive(days) && !isNew(days) && !was(days)),
    continuing: count((days) => isActive(days) && was(days)),
    gone: count((days) => !isActive(days) && was(days)),
    persistent: period === 'day' ? null : count((days) => days.filter(within(now)).length > 1),
    within: withinOf(period, start).map((shorter) => count((days) => activeIn(days, shorter))),
    newOfDays: withinOf(period, start)
      .filter(({ from, to }) => from === to)
      .map(({ from }) => count((days) => days.includes(from) && !days.some((day) => day < from))),
    withinBefore: withinOf(period, before.from).map((shorter) => count((days) => activeIn(days, shorter))),
  };
}

async function changesOf(): Promise<ReadonlyMap<string, bigint>> {
  const { rows } = await database.pool.query<{ period: string; changes: string }>(
    `SELECT 'day ' || day AS period, changes FROM summary.days
     UNION ALL SELECT period || ' ' || start, changes FROM summary.spans`,
  );
  return new Map(rows.map(({ period, changes }) => [period, BigInt(changes)]));
}

describe('whatever comes, in whatever order and batches', () => {
  it('is counted as by looking at every system, and every period whose counts it changes is to be computed again', async () => {
    const property = fc.asyncProperty(steps$, async (batches) => {
      await database.clear();
      const active = new Map(SYSTEMS.map((system) => [system, new Set<string>()]));
      let before = PERIODS_OF_DAYS.map(({ period, start }) => naively(active, period, start));
      for (const batch of batches) {
        const changes = await changesOf();
        await database.take(batch.map(entryOf));
        for (const step of batch)
          if ('erased' in step) active.get(step.erased)?.clear();
          else active.get(step.system)?.add(step.day);
        const now = PERIODS_OF_DAYS.map(({ period, start }) => naively(active, period, start));
        const changed = await changesOf();
        for (const [i, { period, start }] of PERIODS_OF_DAYS.entries()) {
          const name = `${period} ${start}`;
          expect({ name, ...(await activity(period, start)) }).toEqual({ name, ...now[i] });
          const hasChanged = JSON.stringify(now[i]) !== JSON.stringify(before[i]);
          if (hasChanged && changed.has(name)) expect(changed.get(name), name).toBeGreaterThan(changes.get(name) ?? 0n);
        }
        before = now;
      }
    });
    await fc.assert(property, { numRuns: propertyRuns(10) });
  }, 120_000);
});
