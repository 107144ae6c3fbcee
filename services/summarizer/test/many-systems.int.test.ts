import { transact } from '@heliograph/postgres';
import { anObservation, aSystemRequest } from '@heliograph/testkit';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { erase } from '../src/erase.postgres.ts';
import { upsertActivity } from '../src/note-activity.postgres.ts';
import { type SummaryDatabase, summaryDatabase } from './summary-database.ts';

let database: SummaryDatabase;

const SOURCE = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;
const DAY = '2026-11-20';

beforeAll(async () => {
  database = await summaryDatabase();
  // Nobody has analysed the tables yet, as after an import.
  await database.pool.query(
    `ALTER TABLE summary.systems SET (autovacuum_enabled = false); ALTER TABLE summary.months SET (autovacuum_enabled = false);
     INSERT INTO summary.systems
       SELECT 'example', 's' || n, 'status', 'production', '2026-10-01', '2026-11-01' FROM generate_series(1, 100000) AS n;
     INSERT INTO summary.months
       SELECT month, 'example', 'status', 'production', 's' || n, 1
       FROM generate_series(1, 100000) AS n CROSS JOIN (VALUES (date '2026-10-01'), ('2026-11-01')) AS m (month);
     INSERT INTO summary.days (day, application, telemetry_type, channel)
       SELECT day::date, 'example', 'status', 'production' FROM generate_series(date '2026-11-01', '2026-11-20', '1 day') AS day`,
  );
});
afterAll(() => database.drop());

/** How many rows of the two large tables the connection has read and not reported yet. */
async function rowsReadSoFar(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int AS n FROM pg_stat_xact_user_tables
     WHERE schemaname = 'summary' AND relname IN ('systems', 'months')`,
  );
  return rows[0]?.n ?? 0;
}

/** How many of them an action reads. */
function rowsRead(action: (client: PoolClient) => Promise<void>): Promise<number> {
  return transact(database.pool, {}, async (client) => {
    const before = await rowsReadSoFar(client);
    await action(client);
    return (await rowsReadSoFar(client)) - before;
  });
}

it('a batch finds what is known of its systems, and an erasure of its own, without looking at all others', async () => {
  const batch = Array.from({ length: 500 }, (_, n) =>
    anObservation({ ...SOURCE, system_key: `s${n * 100 + 1}`, day: DAY, observed_at: `${DAY}T10:00:00.000Z` }),
  );
  const noted = await rowsRead((client) => upsertActivity(client, batch));
  expect(noted).toBeGreaterThan(500);
  expect(noted).toBeLessThan(5000);
  const request = aSystemRequest({ application: SOURCE.application, system_keys: ['s1'] });
  const erased = await rowsRead((client) => erase(client, request));
  expect(erased).toBeGreaterThan(2);
  expect(erased).toBeLessThan(200);
});
