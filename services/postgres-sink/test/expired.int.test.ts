import { aDefinition, testRuntime } from '@heliograph/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExpiredRows } from '../src/expired.postgres.ts';
import { applyRetention } from '../src/housekeeping.ts';
import { createPartitions } from '../src/partitions.postgres.ts';
import { aRow, type SinkDatabase, sinkDatabase } from './sink-database.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2026-11-21T10:00:00.000Z');

let database: SinkDatabase;
beforeAll(async () => {
  database = await sinkDatabase();
});
afterAll(() => database.drop());

const at = (days: number) => new Date(START_MS - days * DAY_MS).toISOString();
const row = (telemetry_type: string, system_key: string, daysAgo: number) =>
  aRow({
    application: 'example',
    telemetry_type,
    system_key,
    day: at(daysAgo).slice(0, 10),
    observed_at: at(daysAgo),
    received_at: at(daysAgo),
  });

/** What is held after the clock has been moved on by so many days. */
async function after(days: number) {
  const register = {
    definitions: [
      aDefinition({ application: 'example', telemetry_type: 'long', retention: '30d' }),
      aDefinition({ application: 'example', telemetry_type: 'short', retention: '3d' }),
    ],
  };
  const partitions = createPartitions(database.pool);
  const expired = createExpiredRows(database.pool, partitions);
  const { log } = testRuntime();
  const now = () => START_MS + days * DAY_MS;
  await applyRetention({ register, partitions, expired, log, now }, new AbortController().signal);
  const rows = async (sql: string) => (await database.pool.query<{ name: string }>(sql)).rows.map(({ name }) => name);
  return {
    observations: await rows(
      "SELECT telemetry_type || ' ' || day AS name FROM telemetry.observations ORDER BY telemetry_type, day",
    ),
    systems: await rows("SELECT telemetry_type || ' ' || system_key AS name FROM telemetry.systems ORDER BY 1"),
  };
}

describe('retention, with the clock moved on', () => {
  it('takes from each telemetry type what its definition keeps no longer, and leaves the rest of the day', async () => {
    const ages = [0, 2, 4];
    await database.take(['long', 'short'].flatMap((type) => ages.map((age) => row(type, `s${age}`, age))));
    expect(await after(0)).toEqual({
      observations: ['long 2026-11-17', 'long 2026-11-19', 'long 2026-11-21', 'short 2026-11-19', 'short 2026-11-21'],
      systems: ['long s0', 'long s2', 'long s4', 'short s0', 'short s2'],
    });
    expect(await after(2)).toMatchObject({
      observations: ['long 2026-11-17', 'long 2026-11-19', 'long 2026-11-21', 'short 2026-11-21'],
      systems: ['long s0', 'long s2', 'long s4', 'short s0'],
    });
    expect(await after(27)).toEqual({
      observations: ['long 2026-11-19', 'long 2026-11-21'],
      systems: ['long s0', 'long s2'],
    });
    expect(await after(60)).toEqual({ observations: [], systems: [] });
  });

  it('forgets a system with the last of its reports, and one without a definition with the last of all', async () => {
    await database.pool.query('TRUNCATE telemetry.observations, telemetry.systems');
    await database.take([row('short', 'early', 3), row('removed', 'stray', 20)]);
    // The day of the report is kept to its end, although its hour was three days ago.
    expect(await after(0.3)).toMatchObject({ systems: ['removed stray', 'short early'] });
    expect(await after(1)).toEqual({ observations: ['removed 2026-11-01'], systems: ['removed stray'] });
    expect(await after(11)).toEqual({ observations: [], systems: [] });
  });

  it('deletes more than fits a statement', async () => {
    const client = database.pool;
    await createPartitions(client).ensure(['2026-11-10']);
    await client.query(
      `INSERT INTO telemetry.observations
       SELECT '2026-11-10', gen_random_uuid(), 'example', 'short', 1, 'production', 's' || n, '', now(), now(), false, '{}'
       FROM generate_series(1, 45000) AS n`,
    );
    expect(await after(0)).toMatchObject({ observations: [] });
  });
});
