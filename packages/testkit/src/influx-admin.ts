import type { InfluxUrls } from '@heliograph/local-stack';

/** What an operator does to a bucket (of a 1.x server: to a database). */
export interface InfluxAdmin {
  createBucket(): Promise<void>;
  /** Removes it with all that it holds. */
  dropBucket(): Promise<void>;
  /** How long it keeps points; 0 is for ever. */
  setRetention(seconds: number): Promise<void>;
  createWriteToken(): Promise<WriteToken>;
}

export interface WriteToken {
  /** May write and nothing else; empty on a 1.x server, which requires none. */
  readonly token: string;
  /** Rejects on a 1.x server. */
  setActive(isActive: boolean): Promise<void>;
}

/**
 * What InfluxQL selects from to have the points that influx-sink stores of a measurement: on a 1.x server they are in a retention
 * policy of its name, which is not the default.
 */
export const influxSource = ({ api }: InfluxUrls, measurement: string) =>
  api === 'v2' ? `"${measurement}"` : `"${measurement}"."${measurement}"`;

/** The same for Flux, which takes a retention policy for a bucket. */
export const influxBucket = ({ api, bucket }: InfluxUrls, measurement: string) =>
  api === 'v2' ? bucket : `${bucket}/${measurement}`;

/**
 * What InfluxQL selects from to have every point: the measurements of the bucket, and of a 1.x server those of each retention
 * policy of the database.
 */
export async function influxSources(influx: InfluxUrls): Promise<string[]> {
  const all = '/.*/';
  if (influx.api === 'v2') return [all];
  const q = `SHOW RETENTION POLICIES ON "${influx.bucket}"`;
  const { results } = await call<Policies>(influx, 'POST', `/query?${new URLSearchParams({ q })}`);
  return (results[0]?.series?.[0]?.values ?? []).map(([name]) => `"${name}".${all}`);
}

interface Policies {
  readonly results: readonly { readonly series?: readonly { readonly values: readonly (readonly unknown[])[] }[] }[];
}

export function influxAdmin(influx: InfluxUrls): InfluxAdmin {
  return influx.api === 'v2' ? adminByApi(influx) : adminByInfluxql(influx);
}

function adminByInfluxql(influx: InfluxUrls): InfluxAdmin {
  const { bucket } = influx;
  const query = (q: string) => call<void>(influx, 'POST', `/query?${new URLSearchParams({ q })}`);
  return {
    createBucket: () => query(`CREATE DATABASE "${bucket}"`),
    dropBucket: () => query(`DROP DATABASE "${bucket}"`),
    setRetention: (seconds) => query(`ALTER RETENTION POLICY "autogen" ON "${bucket}" DURATION ${seconds}s`),
    createWriteToken: async () => ({
      token: '',
      setActive: () => Promise.reject(new Error('a 1.x server has no tokens')),
    }),
  };
}

function adminByApi(influx: InfluxUrls): InfluxAdmin {
  const { org, bucket } = influx;

  async function orgId(): Promise<string | undefined> {
    const { orgs } = await call<{ orgs: Named[] }>(influx, 'GET', `/api/v2/orgs?${new URLSearchParams({ org })}`);
    return orgs[0]?.id;
  }

  async function bucketPath(): Promise<string> {
    const named = new URLSearchParams({ org, name: bucket });
    const { buckets } = await call<{ buckets: Named[] }>(influx, 'GET', `/api/v2/buckets?${named}`);
    return `/api/v2/buckets/${buckets[0]?.id}`;
  }

  return {
    async createBucket() {
      await call(influx, 'POST', '/api/v2/buckets', { orgID: await orgId(), name: bucket, retentionRules: [] });
    },
    async dropBucket() {
      await call(influx, 'DELETE', await bucketPath());
    },
    async setRetention(everySeconds) {
      await call(influx, 'PATCH', await bucketPath(), { retentionRules: [{ type: 'expire', everySeconds }] });
    },
    async createWriteToken() {
      const orgID = await orgId();
      const permissions = [{ action: 'write', resource: { type: 'buckets', orgID } }];
      const made = await call<WriteToken & Named>(influx, 'POST', '/api/v2/authorizations', { orgID, permissions });
      return {
        token: made.token,
        async setActive(isActive) {
          const status = isActive ? 'active' : 'inactive';
          await call(influx, 'PATCH', `/api/v2/authorizations/${made.id}`, { status });
        },
      };
    },
  };
}

interface Named {
  readonly id: string;
}

async function call<T>({ url, token }: InfluxUrls, method: string, path: string, body?: object): Promise<T> {
  const headers = new Headers({ 'content-type': 'application/json' });
  if (token !== '') headers.set('authorization', `Token ${token}`);
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(new URL(path, url), init);
  const text = await response.text();
  if (!response.ok) throw new Error(`InfluxDB ${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
