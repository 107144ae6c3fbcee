import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { migrate } from '@heliograph/postgres';
import { receiptOf } from '@heliograph/runtime';
import { testDatabase } from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReaderPool, isStoreUnavailable } from '../src/stores/reader-pool.postgres.ts';
import { createRequestStore } from '../src/stores/request-store.postgres.ts';
import { createSummaryStore } from '../src/stores/summary-store.postgres.ts';
import { aPortal, startSite } from './a-portal.ts';

/** What the portal reads is what the sinks and the summarizer make. */
const RECEIPTS = fileURLToPath(new URL('../../../packages/postgres/migrations', import.meta.url));
const SUMMARIES = fileURLToPath(new URL('../../summarizer/migrations', import.meta.url));

const DOCUMENT = '{"observations": [{"note": "<script>alert(1)</script>", "n": 12345678901234567890.10}]}';
const HOUR_MS = 3_600_000;

let database: Awaited<ReturnType<typeof testDatabase>>;
let owner: pg.Client;
let pool: pg.Pool;
let site: Awaited<ReturnType<typeof startSite>>;

beforeAll(async () => {
  database = await testDatabase();
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await migrate(database.url, SUMMARIES, 'summary');
  pool = createReaderPool(database.url);
  site = await startSite(aPortal({ summaries: createSummaryStore(pool), requests: createRequestStore(pool) }));
});

afterAll(async () => {
  await site.close();
  await pool.end();
  await owner.end();
  await database.drop();
});

const get = (path: string) => fetch(new URL(path, site.url));

/** Writes a receipt as a sink does. */
async function writeReceipt(id: string, request: string, store: string): Promise<void> {
  await owner.query(
    'INSERT INTO requests.receipts (receipt, request, store, received_at, done_at) VALUES ($1, $2, $3, $4, $5)',
    [receiptOf(id), request, store, '2026-11-21T10:00:00Z', '2026-11-21T10:00:02Z'],
  );
}

async function writeDocument(id: string, expiresInMs: number): Promise<void> {
  const expiresAt = new Date(Date.now() + expiresInMs);
  await owner.query('INSERT INTO requests.documents (receipt, document, expires_at) VALUES ($1, $2, $3)', [
    receiptOf(id),
    DOCUMENT,
    expiresAt,
  ]);
}

describe('where no sink has made its tables yet', () => {
  it('is a store that is not there yet, and no fault', async () => {
    const error = await createRequestStore(pool)
      .receiptsOf(receiptOf(randomUUID()))
      .catch((reason: unknown) => reason);
    expect(isStoreUnavailable(error)).toBe(true);
    for (const path of ['requests', 'api/v1/requests', 'api/v1/exports'])
      expect((await get(`/${path}/${randomUUID()}`)).status).toBe(503);
    expect((await get('/')).status).toBe(200);
  });
});

describe('the receipts', () => {
  beforeAll(() => migrate(database.url, RECEIPTS, 'requests'));

  it('show what is done and what is pending', async () => {
    const id = randomUUID();
    const state = async () => (await get(`/api/v1/requests/${id}`)).json();
    expect(await state()).toMatchObject({ status: 'waiting', request: null });
    await writeReceipt(id, 'erasure', 'influx');
    expect(await state()).toMatchObject({
      status: 'under_way',
      request: 'erasure',
      received_at: '2026-11-21T10:00:00.000Z',
    });
    await writeReceipt(id, 'erasure', 'postgres');
    await writeReceipt(id, 'erasure', 'summaries');
    expect(await state()).toMatchObject({ status: 'done', done_at: '2026-11-21T10:00:02.000Z' });
    expect(await (await get(`/requests/${id}`)).text()).toContain('Deletion of a system’s data');
  });

  it('of one request tell nothing of another', async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    await writeReceipt(other, 'export', 'postgres');
    await writeDocument(other, HOUR_MS);
    expect(await (await get(`/api/v1/requests/${mine}`)).json()).toMatchObject({ status: 'waiting', document: null });
    expect((await get(`/api/v1/exports/${mine}`)).status).toBe(404);
    // What the receipts are filed under is in topics and tables; it opens nothing.
    expect((await get(`/api/v1/exports/${receiptOf(other)}`)).status).toBe(404);
  });

  it('lead to the document, as it was written, until its time is over', async () => {
    const id = randomUUID();
    await writeReceipt(id, 'export', 'postgres');
    await writeDocument(id, HOUR_MS);
    expect(await (await get(`/api/v1/requests/${id}`)).json()).toMatchObject({ document: `/api/v1/exports/${id}` });
    const copy = await get(`/api/v1/exports/${id}`);
    expect(copy.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(copy.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await copy.text()).toBe(DOCUMENT);

    await owner.query('UPDATE requests.documents SET expires_at = now() WHERE receipt = $1', [receiptOf(id)]);
    expect(await (await get(`/api/v1/requests/${id}`)).json()).toMatchObject({ status: 'done', document: null });
    expect((await get(`/api/v1/exports/${id}`)).status).toBe(404);
  });

  it('are all that the connections reach: the tables themselves are closed', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
    );
    const readable: string[] = [];
    for (const { name } of rows)
      await pool.query(`SELECT * FROM ${name}`).then(
        () => readable.push(name),
        (error: unknown) => expect(error).toMatchObject({ code: '42501' }),
      );
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['requests.receipts', 'requests.documents']));
    expect(readable).toEqual(['summary.definitions', 'summary.notices', 'summary.published']);
  });
});
