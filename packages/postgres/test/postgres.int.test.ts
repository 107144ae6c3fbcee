import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@heliograph/testkit';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool, migrate, pgErrors } from '../src/index.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let folder: string;
let pool: pg.Pool;

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.url, 'test');
  folder = await mkdtemp(join(tmpdir(), 'heliograph-migrations-'));
  await writeFile(join(folder, '0001_things.sql'), 'CREATE TABLE things (id int PRIMARY KEY);');
  await writeFile(join(folder, '0002_more.sql'), 'INSERT INTO things VALUES (1);');
});

afterAll(async () => {
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** The cause under which an error may be tried again; undefined where it is a bug. */
const causeOf = (error: unknown) => pgErrors.find((entry) => entry.matches(error))?.cause;

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('did not fail');
}

describe('migrate', () => {
  it('brings a schema to the newest once, however many start at the same time', async () => {
    await Promise.all([1, 2, 3].map(() => migrate(database.url, folder, 'sample')));
    const { rows } = await pool.query('SELECT count(*)::int AS n FROM sample.things');
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('does nothing where nothing is new, and then only what is new', async () => {
    await migrate(database.url, folder, 'sample');
    await writeFile(join(folder, '0003_again.sql'), 'INSERT INTO things VALUES (2);');
    await migrate(database.url, folder, 'sample');
    const { rows } = await pool.query('SELECT id FROM sample.things ORDER BY id');
    expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
  });

  it('leaves everything as it was where a file fails', async () => {
    const broken = await mkdtemp(join(folder, 'broken-'));
    await writeFile(join(broken, '0001_half.sql'), 'CREATE TABLE half (id int); SELECT 1/0;');
    expect(await errorOf(migrate(database.url, broken, 'halfway'))).toMatchObject({ code: '22012' });
    const { rows } = await pool.query("SELECT to_regclass('halfway.half') AS made");
    expect(rows).toEqual([{ made: null }]);
  });
});

describe('createPool', () => {
  it('names the service to the server', async () => {
    const { rows } = await pool.query("SELECT current_setting('application_name') AS name");
    expect(rows).toEqual([{ name: 'heliograph-test' }]);
  });

  it('outlives a connection that the server ends, idle or at work', async () => {
    const client = await pool.connect();
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
    const work = errorOf(client.query('SELECT pg_sleep(30)'));
    await pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid]);
    expect(causeOf(await work)).toBe('postgres_restarting');
    client.release(true);
    expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('what may be tried again', () => {
  it('a server that refuses connections', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    server.close();
    const url = new URL(database.url);
    url.port = String(typeof address === 'object' ? address?.port : '');
    const gone = createPool(url.href, 'test');
    expect(causeOf(await errorOf(gone.query('SELECT 1')))).toBe('postgres_connection');
    await gone.end();
  });

  it('a connection that is not to be had in time', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const url = new URL(database.url);
    url.port = String(typeof address === 'object' ? address?.port : '');
    const waiting = createPool(url.href, 'test', { connectionTimeoutMillis: 200 });
    expect(causeOf(await errorOf(waiting.query('SELECT 1')))).toBe('postgres_connection');
    await waiting.end();
    silent.close();
  });

  it.each([
    ['postgres_read_only', 'SET default_transaction_read_only = on', 'CREATE TABLE no (id int)'],
    ['postgres_conflict', "SET lock_timeout = '50ms'", 'SELECT * FROM sample.things'],
    [undefined, 'SELECT 1', 'SELECT * FROM nowhere'],
    [undefined, 'SELECT 1', 'SELECT 1/0'],
    [undefined, 'SELECT 1', 'INSERT INTO sample.things VALUES (1)'],
  ])('%s', async (cause, before, statement) => {
    const holder = await pool.connect();
    const client = await pool.connect();
    try {
      await holder.query('BEGIN; LOCK TABLE sample.things IN SHARE MODE');
      if (cause === 'postgres_conflict') await holder.query('LOCK TABLE sample.things IN ACCESS EXCLUSIVE MODE');
      else await holder.query('ROLLBACK');
      await client.query(before);
      expect(causeOf(await errorOf(client.query(statement)))).toBe(cause);
    } finally {
      client.release(true);
      holder.release(true);
    }
  });

  it.each(['53100', '53300', '40001', '40P01', '57P03', '28P01', '08006', '58030'])('SQLSTATE %s', (code) => {
    expect(causeOf(Object.assign(new Error('x'), { code }))).toMatch(/^postgres_/);
  });

  it.each(['23505', '42P01', '22P02', '08', 'XX000'])('not %s', (code) => {
    expect(causeOf(Object.assign(new Error('x'), { code }))).toBeUndefined();
  });
});
