import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPool, migrate, transact } from '@heliograph/postgres';
import { countActivity } from '@heliograph/schema/summaries';
import { testDatabase } from '@heliograph/testkit';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runOn } from '../src/publish/count-day.postgres.ts';
import { createPublisher } from '../src/publish/publisher.postgres.ts';
import { tables } from '../src/tables.postgres.ts';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));
const SOURCE = { application: 'example', telemetry_type: 'status', channel: 'production' } as const;

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: Pool;
let older: string;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.url, 'test');
  older = await mkdtemp(join(tmpdir(), 'migrations-'));
  for (const name of await readdir(MIGRATIONS)) if (name < '0004') await cp(join(MIGRATIONS, name), join(older, name));
  await migrate(database.url, older, 'summary');
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  await rm(older, { recursive: true });
});

it('who was active on days that are not frozen is known from what is held of them, and these are summarised again', async () => {
  await pool.query(
    `INSERT INTO summary.latest (day, application, telemetry_type, channel, system_key, observed_at, received_at, id, payload)
     SELECT day::date, 'example', 'status', 'production', system, now(), now(), gen_random_uuid(), '{}'
     FROM (VALUES ('2026-10-31', 'a'), ('2026-11-01', 'a'), ('2026-11-01', 'b')) AS l (day, system);
     INSERT INTO summary.days (day, application, telemetry_type, channel, changes, summarised, final, emptied) VALUES
       ('2026-10-01', 'example', 'status', 'production', 7, 7, true, true),
       ('2026-10-31', 'example', 'status', 'production', 1, 1, true, false),
       ('2026-11-01', 'example', 'status', 'production', 2, 2, false, false)`,
  );
  await tables.prepare(database.url);
  const activity = await transact(pool, {}, (client) => countActivity(runOn(client), SOURCE, 'day', '2026-11-01'));
  expect(activity).toMatchObject({ active: 2, new: 1, continuing: 1, returning: 0, gone: 0 });
  const publisher = createPublisher({ pool });
  const states = [...(await publisher.days()), ...(await publisher.spans())];
  expect(states.map(({ period, start, dirty, final }) => [period, start, dirty, final])).toEqual([
    ['day', '2026-10-31', false, true],
    ['day', '2026-11-01', true, false],
    ['week', '2026-10-26', true, false],
    ['month', '2026-10-01', true, false],
    ['month', '2026-11-01', true, false],
  ]);
});
