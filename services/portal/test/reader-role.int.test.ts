import { fileURLToPath } from 'node:url';
import { migrate } from '@heliograph/postgres';
import { testDatabase } from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReaderPool } from '../src/stores/reader-pool.postgres.ts';

/** Everything that this repository makes in a database. */
const MIGRATIONS = {
  summary: '../../summarizer/migrations',
  telemetry: '../../postgres-sink/migrations',
  requests: '../../../packages/postgres/migrations',
};

/** What everybody may know. */
const PUBLISHED = ['summary.definitions', 'summary.notices', 'summary.published'];
const CALLABLE = ['requests.document_of', 'requests.receipts_of'];

const NOT_OF_THE_SERVER = `nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')`;
const RELATIONS = `
  SELECT format('%I.%I', nspname, relname) AS name FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${NOT_OF_THE_SERVER} ORDER BY 1`;
const FUNCTIONS = `
  SELECT format('%I.%I', nspname, proname) AS name, has_function_privilege('heliograph_reader', p.oid, 'EXECUTE')
    AND has_schema_privilege('heliograph_reader', n.oid, 'USAGE') AS callable
  FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = pronamespace WHERE ${NOT_OF_THE_SERVER} ORDER BY 1`;
const ON_COLUMNS = `
  SELECT format('%s.%I', attrelid::regclass, attname) AS name FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
  JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE attnum > 0 AND NOT attisdropped AND ${NOT_OF_THE_SERVER} AND relkind IN ('r', 'p', 'v', 'm', 'f')
    AND (has_column_privilege('heliograph_reader', attrelid, attnum, 'INSERT')
      OR has_column_privilege('heliograph_reader', attrelid, attnum, 'UPDATE')
      OR has_column_privilege('heliograph_reader', attrelid, attnum, 'SELECT')
        AND attrelid::regclass::text <> ALL ($1))`;

/** Refused for want of a privilege, or because nothing may be written. */
const REFUSED = /^(?:42501|25006)$/;

let database: Awaited<ReturnType<typeof testDatabase>>;
let owner: pg.Client;
let reader: pg.Pool;
let relations: string[];

beforeAll(async () => {
  database = await testDatabase();
  for (const [schema, folder] of Object.entries(MIGRATIONS))
    await migrate(database.url, fileURLToPath(new URL(folder, import.meta.url)), schema);
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query('CREATE TABLE public.of_somebody_else (secret text)');
  relations = (await owner.query<{ name: string }>(RELATIONS)).rows.map(({ name }) => name);
  reader = createReaderPool(database.url);
});

afterAll(async () => {
  await reader.end();
  await owner.end();
  await database.drop();
});

/** Undefined where a statement is carried out. */
async function refusal(sql: string): Promise<string | undefined> {
  const error: unknown = await reader.query(sql).catch((reason: unknown) => reason);
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

describe('the role of the public site', () => {
  it('reads what is published', async () => {
    expect(relations).toEqual(expect.arrayContaining(PUBLISHED));
    for (const name of PUBLISHED) expect(await refusal(`SELECT count(*) FROM ${name}`), name).toBeUndefined();
  });

  it('reads nothing else of any schema', async () => {
    const others = relations.filter((name) => !PUBLISHED.includes(name));
    expect(others).toEqual(
      expect.arrayContaining([
        'public.of_somebody_else',
        'summary.latest',
        'telemetry.observations',
        'requests.receipts',
      ]),
    );
    for (const name of others) expect(await refusal(`SELECT 1 FROM ${name}`), name).toBe('42501');
    // Not even a single column.
    expect((await owner.query(ON_COLUMNS, [PUBLISHED])).rows).toEqual([]);
  });

  it('calls the two functions that ask for a receipt, and no other', async () => {
    const { rows } = await owner.query<{ name: string; callable: boolean }>(FUNCTIONS);
    expect(rows.filter(({ callable }) => callable).map(({ name }) => name)).toEqual(CALLABLE);
    expect(await refusal(`SELECT * FROM requests.receipts_of('none')`)).toBeUndefined();
  });

  it('writes nowhere', async () => {
    for (const name of relations)
      for (const sql of [`DELETE FROM ${name}`, `TRUNCATE ${name}`, `DROP TABLE ${name}`])
        expect(await refusal(sql), sql).toMatch(/^(?:42501|25006|42809)$/);
    for (const sql of [
      `INSERT INTO summary.notices VALUES ('a', 'b', 'production', '2026-11-01', NULL, 'mine')`,
      `UPDATE summary.published SET final = true`,
      'CREATE TABLE summary.mine ()',
      'CREATE TABLE public.mine ()',
      'CREATE TEMP TABLE mine ()',
      'CREATE SCHEMA mine',
      'CREATE ROLE mine',
      `COMMENT ON TABLE summary.published IS 'mine'`,
      'GRANT SELECT ON summary.latest TO heliograph_reader',
      'SELECT lo_create(0)',
    ])
      expect(await refusal(sql), sql).toMatch(REFUSED);
  });

  it('reads no file and runs no program of the server, and ends nobody’s connection', async () => {
    for (const sql of [
      `SELECT pg_read_file('postgresql.conf')`,
      `SELECT pg_ls_dir('.')`,
      `SELECT lo_import('/etc/hostname')`,
      `COPY summary.published TO PROGRAM 'cat'`,
      `COPY (SELECT 1) TO '/tmp/heliograph'`,
      'SELECT pg_reload_conf()',
      'SELECT passwd FROM pg_shadow',
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    ])
      expect(await refusal(sql), sql).toMatch(REFUSED);
  });
});
