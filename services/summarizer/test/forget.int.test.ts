import { anObservation } from '@heliograph/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { forget } from '../src/forget.postgres.ts';
import { pauseOthers, resumeOthers } from '../src/import-lock.postgres.ts';
import { createCatchingUp } from '../src/publish/catching-up.postgres.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

beforeAll(async () => {
  database = await summaryDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.clear());

const GRACE_PERIODS = { graceMs: 3_600_000, keepMs: 86_400_000 };

const report = (system_key: string, day: string, received_at = `${day}T10:00:00.000Z`) =>
  anObservation({ system_key, day, observed_at: `${day}T10:00:00.000Z`, received_at });
const forgetAt = (now: string) => forget(database.pool, Date.parse(now), GRACE_PERIODS, new AbortController().signal);

async function known() {
  const months = await database.pool.query("SELECT system_key || ' ' || month AS m FROM summary.months ORDER BY 1");
  const systems = await database.pool.query('SELECT system_key AS s FROM summary.systems ORDER BY 1');
  return { months: months.rows.map(({ m }) => m), systems: systems.rows.map(({ s }) => s) };
}

const allFrozen = () =>
  database.pool.query('UPDATE summary.days SET final = true; UPDATE summary.spans SET final = true');

it('a month is kept as long as the month after it may change, with the longest of late windows', async () => {
  await database.take([report('a', '2026-10-31'), report('a', '2026-11-01')]);
  await allFrozen();
  await forgetAt('2027-01-02T00:59:59.999Z');
  expect((await known()).months).toEqual(['a 2026-10-01', 'a 2026-11-01']);
  await forgetAt('2027-01-02T01:00:00.000Z');
  expect((await known()).months).toEqual(['a 2026-11-01']);
});

it('a month is kept while something that is counted from it is yet to be frozen, however old', async () => {
  const days = ['2026-08-31', '2026-09-30', '2026-10-01', '2026-11-01'];
  await database.take(days.map((day) => report('a', day)));
  await allFrozen();
  await database.pool.query("UPDATE summary.spans SET final = false WHERE start = '2026-10-01'");
  await database.pool.query("UPDATE summary.days SET final = false WHERE day = '2026-11-01'");
  await forgetAt('2028-01-01T00:00:00.000Z');
  expect((await known()).months).toEqual(['a 2026-09-01', 'a 2026-10-01', 'a 2026-11-01']);
});

it('a system is forgotten once the month in which it was last seen is more than 400 days ago', async () => {
  await database.take([report('a', '2025-01-01'), report('a', '2026-11-20'), report('b', '2026-10-31')]);
  await allFrozen();
  await forgetAt('2027-12-05T23:59:59.999Z');
  expect((await known()).systems).toEqual(['a', 'b']);
  await forgetAt('2027-12-06T00:00:00.000Z');
  expect((await known()).systems).toEqual(['a']);
});

it('nothing is forgotten while history is being imported, which may need it', async () => {
  await database.take([report('a', '2026-10-31')]);
  await allFrozen();
  const session = await database.pool.connect();
  try {
    await pauseOthers(session);
    await forgetAt('2029-01-01T00:00:00.000Z');
    expect((await known()).systems).toEqual(['a']);
    await resumeOthers(session);
    await forgetAt('2029-01-01T00:00:00.000Z');
    expect(await known()).toEqual({ months: [], systems: [] });
  } finally {
    session.release(true);
  }
});

it('all of many are forgotten, a part at a time', async () => {
  await database.pool.query(
    `INSERT INTO summary.systems SELECT 'example', 's' || n, 'status', 'production', '2020-01-01', '2020-01-01'
     FROM generate_series(1, 12000) AS n`,
  );
  await forgetAt('2026-11-20T00:00:00.000Z');
  expect((await known()).systems).toEqual([]);
});

it('the log is being caught up on in the first minute, and while it yields what is older than the grace', async () => {
  let nowMs = 0;
  const isBehind = createCatchingUp({ pool: database.pool, graceMs: GRACE_PERIODS.graceMs, now: () => nowMs });
  expect(await isBehind()).toBe(true);
  nowMs = 59_999;
  expect(await isBehind()).toBe(true);
  nowMs = 60_000;
  expect(await isBehind()).toBe(false);
  const day = new Date().toISOString().slice(0, 10);
  const received = (agoMs: number) => new Date(Date.now() - agoMs).toISOString();
  await database.take([report('a', day, received(0))]);
  expect(await isBehind()).toBe(false);
  await database.take([report('a', day, received(GRACE_PERIODS.graceMs + 60_000))]);
  expect(await isBehind()).toBe(true);
  // Newest first: what is late may well be in the same batch as what is not.
  await database.take([report('a', day, received(0)), report('b', day, received(GRACE_PERIODS.graceMs + 60_000))]);
  expect(await isBehind()).toBe(false);
  await database.take([report('a', day, received(GRACE_PERIODS.graceMs + 60_000))]);
  await database.pool.query("UPDATE summary.positions SET moved_at = moved_at - interval '61 seconds'");
  expect(await isBehind()).toBe(false);
});
