import { randomBytes } from 'node:crypto';
import { type BackingUrls, backing } from './backing.ts';

type InfluxUrls = BackingUrls['influx'];

/** A fresh bucket on the real server (a fresh database where it speaks the 1.x API only), with the way to reach it. */
export async function testBucket(): Promise<InfluxUrls & { drop(): Promise<void> }> {
  const influx = backing().influx;
  const bucket = `test_${randomBytes(6).toString('hex')}`;
  switch (influx.api) {
    case 'v2':
      return { ...influx, bucket, drop: await createBucket(influx, bucket) };
    case 'v1':
      await query(influx, `CREATE DATABASE "${bucket}"`);
      return { ...influx, bucket, drop: () => query(influx, `DROP DATABASE "${bucket}"`) };
  }
}

async function createBucket(influx: InfluxUrls, name: string): Promise<() => Promise<void>> {
  const found = await call(influx, `/api/v2/orgs?org=${encodeURIComponent(influx.org)}`);
  const { orgs } = (await found.json()) as { orgs: { id: string }[] };
  const made = await call(influx, '/api/v2/buckets', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ orgID: orgs[0]?.id, name, retentionRules: [] }),
  });
  const { id } = (await made.json()) as { id: string };
  return async () => void (await call(influx, `/api/v2/buckets/${id}`, { method: 'DELETE' }));
}

async function query(influx: InfluxUrls, q: string): Promise<void> {
  await call(influx, '/query', { method: 'POST', body: new URLSearchParams({ q }) });
}

async function call(influx: InfluxUrls, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (influx.token !== '') headers.set('authorization', `Token ${influx.token}`);
  const response = await fetch(new URL(path, influx.url), { ...init, headers });
  if (!response.ok) throw new Error(`InfluxDB ${path}: ${response.status} ${await response.text()}`);
  return response;
}
