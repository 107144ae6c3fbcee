import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { eventually, testBucket, testDatabase, testKafka } from '../src/index.ts';

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

describe('testBucket', () => {
  it('takes points until it is dropped', async () => {
    const bucket = await testBucket();
    expect((await write(bucket)).status).toBe(204);
    await bucket.drop();
    // InfluxDB acknowledges the deletion before all of it knows.
    await eventually(async () => (await write(bucket)).status === 404);
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
