import { fileURLToPath } from 'node:url';
import { migrate } from '@heliograph/postgres';
import { testDatabase } from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReaderPool, isStoreUnavailable } from '../src/stores/reader-pool.postgres.ts';
import { createSummaryStore } from '../src/stores/summary-store.postgres.ts';
import type { SummaryStore } from '../src/stores/summary-store.ts';
import type { Published } from './memory-store.ts';
import { describeSummaryStore } from './summary-store.contract.ts';

/** What the portal reads is what the summarizer makes. */
const MIGRATIONS = fileURLToPath(new URL('../../summarizer/migrations', import.meta.url));

let database: Awaited<ReturnType<typeof testDatabase>>;
let owner: pg.Client;
let pool: pg.Pool;

beforeAll(async () => {
  database = await testDatabase();
  await migrate(database.url, MIGRATIONS, 'summary');
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  pool = createReaderPool(database.url);
});

afterAll(async () => {
  await pool.end();
  await owner.end();
  await database.drop();
});

/** Empties the tables and fills them. */
async function storeOf({ figures = [], notices = [], definitions = [] }: Partial<Published>): Promise<SummaryStore> {
  await owner.query('TRUNCATE summary.published, summary.notices, summary.definitions');
  const rows = definitions.map(({ definition, since }) => {
    const { application, telemetry_type } = definition;
    return { application, telemetry_type, digest: since, definition, since };
  });
  for (const [table, values] of Object.entries({ published: figures, notices, definitions: rows }))
    await owner.query(
      `INSERT INTO summary.${table} SELECT * FROM json_populate_recordset(NULL::summary.${table}, $1)`,
      [JSON.stringify(values)],
    );
  return createSummaryStore(pool);
}

describe('the store', () => describeSummaryStore(storeOf));

describe('the connections', () => {
  it('are not to be had where the role cannot be taken on', async () => {
    const url = new URL(database.url);
    url.username = 'nobody_at_all';
    const stranger = createReaderPool(url.href);
    const error = await stranger.query('SELECT 1').catch((reason: unknown) => reason);
    expect(isStoreUnavailable(error)).toBe(true);
    await stranger.end();
  });

  it('may not be made by a user who has no right to the role', async () => {
    const name = `visitor_${database.url.slice(-8)}`;
    await owner.query(`CREATE ROLE ${name} LOGIN PASSWORD 'x'`);
    const url = new URL(database.url);
    url.username = name;
    url.password = 'x';
    const visitor = createReaderPool(url.href);
    await expect(visitor.query('SELECT 1')).rejects.toMatchObject({ code: '42501' });
    await visitor.end();
    await owner.query(`DROP ROLE ${name}`);
  });
});
