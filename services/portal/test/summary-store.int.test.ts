import { fileURLToPath } from 'node:url';
import { migrate } from '@heliograph/service-kit';
import { testDatabase } from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createReaderPool, isStoreUnavailable } from '../src/reader-pool.postgres.ts';
import { createSummaryStore } from '../src/summary-store.postgres.ts';
import type { PublishedSummary } from '../src/summary-store.ts';
import { aSummary, versionShares } from './a-summary.ts';

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

beforeEach(async () => {
  await owner.query('TRUNCATE summary.published');
});

async function insert(
  ...summaries: readonly (Omit<PublishedSummary, 'figures'> & { figures: object })[]
): Promise<void> {
  await owner.query(
    `INSERT INTO summary.published SELECT * FROM json_populate_recordset(NULL::summary.published, $1)`,
    [JSON.stringify(summaries)],
  );
}

const all = { application: 'example', telemetry_type: 'status', from: '2026-11-01', to: '2026-11-30' };

describe('the store', () => {
  it('gives back what was published, in order of day and name', async () => {
    const second = aSummary({ day: '2026-11-21' });
    const shares = aSummary({ name: 'version', kind: 'share', systems: 30, figures: versionShares });
    const few = aSummary({
      name: 'count',
      kind: 'statistics',
      systems: null,
      of_systems: null,
      figures: { suppressed: true },
    });
    const development = aSummary({ channel: 'development' });
    await insert(second, shares, aSummary(), few, development, aSummary({ application: 'other' }));
    const store = createSummaryStore(pool);
    expect(await store.find({ ...all, channel: 'production' })).toEqual([few, aSummary(), shares, second]);
    expect(await store.find({ ...all, channel: 'production', name: 'version' })).toEqual([shares]);
    expect(await store.find({ ...all, channel: 'development' })).toEqual([development]);
    expect(await store.find({ ...all, channel: 'production', from: '2026-11-21' })).toEqual([second]);
  });

  it('knows the last day of each source', async () => {
    const last = aSummary({ day: '2026-11-21' });
    const other = aSummary({ application: 'other', day: '2026-11-02' });
    await insert(aSummary(), last, other, aSummary({ channel: 'development', day: '2026-11-25' }));
    expect(await createSummaryStore(pool).latest('production')).toEqual([last, other]);
  });
});

describe('the unregistered paths', () => {
  const source = { application: 'example', telemetry_type: 'status', channel: 'production' as const };
  const values = [{ value: '/<script>', systems: 20 }];
  const unregistered = (day: string, figures: object = { suppressed: false, values, other: 12 }) => ({
    ...aSummary({ day, name: '_unregistered', kind: 'unregistered', systems: 32 }),
    figures,
  });

  it('are those of the last day, and no summary among the others', async () => {
    await insert(aSummary({ day: '2026-11-19' }), unregistered('2026-11-19', { suppressed: true }));
    await insert(aSummary(), unregistered('2026-11-20'), aSummary({ application: 'other', day: '2026-11-25' }));
    const store = createSummaryStore(pool);
    expect(await store.unregistered(source)).toEqual({
      day: '2026-11-20',
      systems: 32,
      of_systems: 40,
      figures: { suppressed: false, values, other: 12 },
    });
    expect(await store.latest('production')).toEqual([
      aSummary(),
      aSummary({ application: 'other', day: '2026-11-25' }),
    ]);
    expect((await store.find({ ...all, channel: 'production' })).map(({ kind }) => kind)).toEqual([
      'systems',
      'systems',
    ]);
  });

  it('are gone once a day has none, and unknown where too few systems sent one', async () => {
    await insert(unregistered('2026-11-20', { suppressed: true }));
    const store = createSummaryStore(pool);
    expect(await store.unregistered(source)).toMatchObject({ figures: { suppressed: true } });
    await insert(aSummary({ day: '2026-11-21' }));
    expect(await store.unregistered(source)).toBeUndefined();
    expect(await store.unregistered({ ...source, channel: 'development' })).toBeUndefined();
  });
});

describe('the connections', () => {
  it('read what is published and nothing else, though their user may do everything', async () => {
    await owner.query('CREATE SCHEMA telemetry; CREATE TABLE telemetry.observations (payload jsonb)');
    const denied = { code: '42501' };
    for (const sql of [
      'SELECT * FROM summary.latest',
      'SELECT * FROM summary.days',
      'SELECT * FROM telemetry.observations',
      'DELETE FROM summary.published',
      'CREATE TABLE summary.mine ()',
    ])
      await expect(pool.query(sql), sql).rejects.toMatchObject(denied);
    expect((await pool.query('SELECT current_user AS name')).rows).toEqual([{ name: 'heliograph_reader' }]);
  });

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
