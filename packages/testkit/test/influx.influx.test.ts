import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestBucket, testBucket } from '../src/index.ts';

let influx: TestBucket;

beforeAll(async () => {
  influx = await testBucket();
});

afterAll(() => influx?.drop());

async function post(path: string, type: string, body: string): Promise<{ status: number; text: string }> {
  const address = new URL(path, influx.url);
  address.search = new URLSearchParams({ org: influx.org, bucket: influx.bucket }).toString();
  const headers = new Headers({ 'content-type': type });
  if (influx.token !== '') headers.set('authorization', `Token ${influx.token}`);
  const response = await fetch(address, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

it('a server understands of the API of 2.x what its `api` says', async () => {
  const written = await post('/api/v2/write', 'text/plain', 'kept answer=42');
  expect(written.status).toBe(influx.api === 'v1' ? 404 : 204);
  const flux = `from(bucket: "${influx.bucket}") |> range(start: -1h)`;
  const read = await post('/api/v2/query', 'application/vnd.flux', flux);
  expect(read.text.includes(',42,answer,kept')).toBe(influx.api !== 'v1');
  const range = JSON.stringify({ start: '2020-01-01T00:00:00Z', stop: '2020-01-02T00:00:00Z' });
  const deleted = await post('/api/v2/delete', 'application/json', range);
  expect(deleted.status).toBe(influx.api === 'v2' ? 204 : 404);
});
