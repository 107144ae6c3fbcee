import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InfluxUrls, type Switch, startBackingServices } from '@heliograph/local-stack';

/** An InfluxDB that belongs to one test file, which may do to it what it likes. */
export interface OwnInflux extends InfluxUrls {
  /** May write and nothing else; empty on a 1.x server, which asks for none. */
  readonly sinkToken: string;
  readonly power: Switch;
  /** Creates the bucket (of a 1.x server: the database) anew, or removes it with all that it holds. */
  createBucket(): Promise<void>;
  dropBucket(): Promise<void>;
  /** How long the bucket, or database, keeps points; 0 is for ever. */
  setRetention(seconds: number): Promise<void>;
  /** Only of a 2.x server: whether `sinkToken` is of any use. */
  setTokenActive(isActive: boolean): Promise<void>;
  remove(): Promise<void>;
}

type Named = { id: string; name: string };

export async function startOwnInflux(): Promise<OwnInflux> {
  const dataDir = await mkdtemp(join(tmpdir(), 'heliograph-outage-'));
  const { influx, switches, stop } = await startBackingServices({
    dataDir,
    env: process.env,
    mode: 'native',
    only: ['influx'],
    ephemeralPorts: true,
    progress: () => {},
  });

  async function call<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = { authorization: `Token ${influx.token}`, 'content-type': 'application/json' };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(new URL(path, influx.url), init);
    const text = await response.text();
    if (!response.ok) throw new Error(`InfluxDB ${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  const rest = {
    power: switches.influx,
    async remove() {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };

  if (influx.api === 'v1') {
    const query = (q: string) => call<void>('POST', `/query?${new URLSearchParams({ q })}`);
    return {
      ...influx,
      ...rest,
      sinkToken: '',
      createBucket: () => query(`CREATE DATABASE "${influx.bucket}"`),
      dropBucket: () => query(`DROP DATABASE "${influx.bucket}"`),
      setRetention: (seconds) => query(`ALTER RETENTION POLICY "autogen" ON "${influx.bucket}" DURATION ${seconds}s`),
      setTokenActive: () => Promise.reject(new Error('a 1.x server has no tokens')),
    };
  }

  const { orgs } = await call<{ orgs: Named[] }>('GET', `/api/v2/orgs?org=${influx.org}`);
  const orgID = orgs[0]?.id;
  const { id, token } = await call<{ id: string; token: string }>('POST', '/api/v2/authorizations', {
    orgID,
    permissions: [{ action: 'write', resource: { type: 'buckets', orgID } }],
  });
  async function bucketPath(): Promise<string> {
    const { buckets } = await call<{ buckets: Named[] }>('GET', `/api/v2/buckets?name=${influx.bucket}`);
    return `/api/v2/buckets/${buckets[0]?.id}`;
  }
  return {
    ...influx,
    ...rest,
    sinkToken: token,
    createBucket: () => call('POST', '/api/v2/buckets', { orgID, name: influx.bucket, retentionRules: [] }),
    dropBucket: async () => call('DELETE', await bucketPath()),
    async setRetention(everySeconds) {
      await call('PATCH', await bucketPath(), { retentionRules: [{ type: 'expire', everySeconds }] });
    },
    setTokenActive: (isActive) =>
      call('PATCH', `/api/v2/authorizations/${id}`, { status: isActive ? 'active' : 'inactive' }),
  };
}
