import { createHash, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { migrate } from '@heliograph/postgres';
import { receiptOf } from '@heliograph/runtime';
import pg from 'pg';
import type { MadeUpSource } from './seed/source.ts';
import { pastDefinitions, seededFigures, seededNotices } from './seed.ts';

/** What the portal reads is made by the summarizer and the sinks. */
const MIGRATIONS = { summary: '../../services/summarizer/migrations', requests: '../../packages/postgres/migrations' };

const CHUNK = 1000;

/** Ids of requests as the gateway hands them out: one that was carried out, and one of an export that has its document. */
export const ERASED = '3b0f4a52-7c1e-4d6a-9a52-0c7f5be1d201';
export const EXPORTED = 'c2a1d7f0-55d3-4b8e-8f6e-6d1f3a9b7e02';

/** A fresh database on a server, by the URL of another one there. Resolves to its URL. */
export async function createDatabase(serverUrl: string): Promise<string> {
  const url = new URL(serverUrl);
  url.pathname = `/site_${randomBytes(6).toString('hex')}`;
  await connected(serverUrl, (client) => client.query(`CREATE DATABASE ${url.pathname.slice(1)}`));
  return url.href;
}

/** Makes the tables of an empty database and fills them. Resolves to the number of figures. */
export async function seedDatabase(url: string, sources: readonly MadeUpSource[]): Promise<number> {
  for (const [schema, folder] of Object.entries(MIGRATIONS))
    await migrate(url, fileURLToPath(new URL(folder, import.meta.url)), schema);
  return connected(url, async (client) => {
    const figures = await insertFigures(client, sources);
    await insertDefinitions(client, sources);
    await insert(client, 'summary.notices', seededNotices(sources));
    await insertReceipts(client);
    // As autovacuum would have done long ago.
    await client.query('VACUUM ANALYZE summary.published');
    return figures;
  });
}

async function connected<T>(url: string, action: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await action(client);
  } finally {
    await client.end();
  }
}

async function insertFigures(client: pg.Client, sources: readonly MadeUpSource[]): Promise<number> {
  let inserted = 0;
  let chunk: object[] = [];
  const flush = async () => {
    await insert(client, 'summary.published', chunk);
    inserted += chunk.length;
    chunk = [];
  };
  for (const figure of seededFigures(sources)) if (chunk.push(figure) === CHUNK) await flush();
  await flush();
  return inserted;
}

/** Columns that a row does not name are null: every row has all that must not be. */
async function insert(client: pg.Client, table: string, rows: readonly object[]): Promise<void> {
  const sql = `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`;
  await client.query(sql, [JSON.stringify(rows)]);
}

async function insertDefinitions(client: pg.Client, sources: readonly MadeUpSource[]): Promise<void> {
  const rows = sources.flatMap(pastDefinitions).map(({ definition, since }) => {
    const { application, telemetry_type } = definition;
    const digest = createHash('sha256').update(JSON.stringify(definition)).digest('hex');
    return { application, telemetry_type, digest, definition, since };
  });
  await insert(client, 'summary.definitions', rows);
}

async function insertReceipts(client: pg.Client): Promise<void> {
  const done = { received_at: '2026-11-20T10:00:00Z', done_at: '2026-11-20T10:00:02Z' };
  const receipt = receiptOf(ERASED);
  const erased = ['postgres', 'influx', 'summaries'].map((store) => ({ receipt, store, request: 'erasure', ...done }));
  const exported = { receipt: receiptOf(EXPORTED), store: 'postgres', request: 'export', ...done };
  await insert(client, 'requests.receipts', [...erased, exported]);
  const document = { observations: [{ note: '<script>alert(1)</script>' }] };
  await insert(client, 'requests.documents', [{ receipt: receiptOf(EXPORTED), document, expires_at: '2999-01-01' }]);
}
