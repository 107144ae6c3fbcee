import { randomBytes } from 'node:crypto';
import { checkTopics } from '@heliograph/stream';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { cleanUp } from '../src/cleanup.ts';
import { eventually, makeTopics, testBucket, testDatabase, testKafka } from '../src/index.ts';

describe('testDatabase', () => {
  it('is empty, writable, and gone after drop, open connections or not', async () => {
    const database = await testDatabase();
    const client = new pg.Client({ connectionString: database.url });
    client.on('error', () => {});
    await client.connect();
    await client.query('CREATE TABLE t (n int)');
    await database.drop();
    const again = new pg.Client({ connectionString: database.url });
    await expect(again.connect()).rejects.toMatchObject({ code: '3D000' });
  });
});

describe('testDatabase with a template', () => {
  it('is a copy of what was prepared once, however many ask at once, and has its own contents', async () => {
    let prepared = 0;
    const template = {
      name: `sample_${randomBytes(4).toString('hex')}`,
      async prepare(url: string) {
        prepared += 1;
        await query(url, 'CREATE TABLE t (n int); INSERT INTO t VALUES (1)');
      },
    };
    const databases = await Promise.all([1, 2, 3].map(() => testDatabase(template)));
    expect(prepared).toBe(1);
    await query(databases[0]?.url ?? '', 'INSERT INTO t VALUES (2)');
    const counts = databases.map(async ({ url }) => (await query(url, 'SELECT FROM t')).rowCount);
    expect(await Promise.all(counts)).toEqual([2, 1, 1]);
    await Promise.all(databases.map(({ drop }) => drop()));
  });

  it('is made anew where its preparation failed', async () => {
    const name = `sample_${randomBytes(4).toString('hex')}`;
    const failing = testDatabase({ name, prepare: (url) => query(url, 'CREATE TABLE t (n int); SELECT 1 / 0') });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    const database = await testDatabase({ name, prepare: (url) => query(url, 'CREATE TABLE t (n int)') });
    expect(await query(database.url, 'SELECT FROM t')).toMatchObject({ rowCount: 0 });
    await database.drop();
  });
});

describe('testBucket', () => {
  it('takes points until it is dropped', async () => {
    const bucket = await testBucket();
    expect((await write(bucket)).status).toBe(204);
    await bucket.drop();
    // InfluxDB acknowledges the deletion before all of it knows.
    await eventually(async () => (await write(bucket)).status === 404);
  });
});

describe('makeTopics', () => {
  it('makes the topics that are named and no others, which are deleted after the test file', async () => {
    const kafka = testKafka('made');
    await makeTopics(kafka, ['raw', 'seen'], 2);
    await checkTopics(kafka, ['raw', 'seen'], 2);
    await expect(checkTopics(kafka, ['sanitized'], 2)).rejects.toThrow('sanitized.v1 is missing');
    await cleanUp();
    await eventually(() =>
      expect(checkTopics(kafka, ['raw', 'seen'], 2))
        .rejects.toThrow(/raw.*seen/)
        .then(() => true),
    );
  });
});

describe('testKafka', () => {
  it('has a prefix of its own each time', () => {
    expect(testKafka('a').topicPrefix).toMatch(/^a-[0-9a-f]{12}$/);
    expect(testKafka('a').topicPrefix).not.toBe(testKafka('a').topicPrefix);
  });
});

type Bucket = Awaited<ReturnType<typeof testBucket>>;

function write({ api, url, org, bucket, token }: Bucket): Promise<Response> {
  const path = api === 'v2' ? `/api/v2/write?org=${org}&bucket=${bucket}` : `/write?db=${bucket}`;
  return fetch(new URL(path, url), { method: 'POST', headers: { authorization: `Token ${token}` }, body: 'm f=1' });
}

async function query(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}
