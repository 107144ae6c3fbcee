import { receiptOf } from '@heliograph/runtime';
import { testDatabase } from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropExpired, hasReceipt, migrateReceipts, writeDocument, writeReceipt } from '../src/index.ts';

const receipt = receiptOf('5f0c0f0e-54a5-4b8e-9df5-6d8d7a6c2a11');
const other = receiptOf('0b8bb1de-8a52-4a53-8c83-3e4bd5c0f3b4');
const receivedAt = '2026-11-21T10:00:00.000Z';
const inAnHour = () => new Date(Date.now() + 3_600_000);

describe('receipts', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  let client: pg.Client;

  beforeAll(async () => {
    database = await testDatabase();
    await Promise.all([migrateReceipts(database.url), migrateReceipts(database.url), migrateReceipts(database.url)]);
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  async function asReader<T>(action: () => Promise<T>): Promise<T> {
    await client.query('SET ROLE heliograph_reader');
    try {
      return await action();
    } finally {
      await client.query('RESET ROLE');
    }
  }
  const rows = async (sql: string, ...values: unknown[]) => (await client.query(sql, values)).rows;

  it('are shown to who has the receipt, and the first one of a store stands', async () => {
    await writeReceipt(client, { receipt, store: 'postgres', request: 'erasure', receivedAt });
    const [first] = await rows('SELECT done_at FROM requests.receipts_of($1)', receipt);
    await writeReceipt(client, { receipt, store: 'postgres', request: 'erasure', receivedAt });
    await writeReceipt(client, { receipt, store: 'influx', request: 'erasure', receivedAt });
    expect(await hasReceipt(client, { receipt, store: 'influx' })).toBe(true);
    expect(await hasReceipt(client, { receipt, store: 'summaries' })).toBe(false);
    const shown = await asReader(() => rows('SELECT * FROM requests.receipts_of($1) ORDER BY store DESC', receipt));
    expect(shown).toMatchObject([
      { request: 'erasure', store: 'postgres', received_at: new Date(receivedAt), done_at: first.done_at },
      { request: 'erasure', store: 'influx' },
    ]);
    expect(await asReader(() => rows('SELECT * FROM requests.receipts_of($1)', other))).toEqual([]);
  });

  it('hands a document out until its time is over', async () => {
    const document = '{"observations": [{"id": "1"}]}';
    await writeDocument(client, { receipt, document: '{}', expiresAt: inAnHour() });
    await writeDocument(client, { receipt, document, expiresAt: inAnHour() });
    await writeDocument(client, { receipt: other, document, expiresAt: new Date(Date.now() - 1) });
    const shown = (which: string) => asReader(() => rows('SELECT requests.document_of($1) AS document', which));
    expect(await shown(receipt)).toEqual([{ document: JSON.parse(document) }]);
    expect(await shown(other)).toEqual([{ document: null }]);
  });

  it('drops what has expired', async () => {
    await writeDocument(client, { receipt: other, document: '{}', expiresAt: new Date(Date.now() - 1) });
    expect(await dropExpired(client, Date.now())).toEqual({ documents: 1, receipts: 0 });
    const years = 2 * 366 * 86_400_000;
    expect((await dropExpired(client, Date.now() + years)).receipts).toBeGreaterThan(0);
    expect(await rows('SELECT * FROM requests.receipts')).toEqual([]);
  });

  it.each(['SELECT * FROM requests.receipts', 'SELECT * FROM requests.documents', 'DELETE FROM requests.documents'])(
    'does not let the public site do more: %s',
    async (sql) => {
      await expect(asReader(() => rows(sql))).rejects.toMatchObject({ code: '42501' });
    },
  );

  it('lets nobody else call the functions', async () => {
    await client.query('DROP ROLE IF EXISTS heliograph_nobody');
    await client.query('CREATE ROLE heliograph_nobody NOLOGIN');
    await client.query('GRANT USAGE ON SCHEMA requests TO heliograph_nobody');
    await client.query('SET ROLE heliograph_nobody');
    try {
      await expect(rows('SELECT requests.document_of($1)', receipt)).rejects.toMatchObject({ code: '42501' });
      await expect(rows('SELECT requests.receipts_of($1)', receipt)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.query('RESET ROLE');
      await client.query('REVOKE USAGE ON SCHEMA requests FROM heliograph_nobody');
      await client.query('DROP ROLE heliograph_nobody');
    }
  });
});
