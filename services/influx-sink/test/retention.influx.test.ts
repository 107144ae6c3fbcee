import { aDefinition, eventually, influxSource, type TestBucket, testBucket } from '@heliograph/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadRetention } from '../src/bucket.influx.ts';
import type { InfluxSettings } from '../src/client.influx.ts';
import { createPointRemover } from '../src/point-remover.influx.ts';
import { createPointWriter } from '../src/point-writer.influx.ts';
import type { Point } from '../src/points.ts';
import { createBucketRetention, type Retention } from '../src/retention.ts';
import { createRetentionPolicies } from '../src/retention-policies.influx.ts';
import { select } from './influxql.ts';
import { held } from './leases.ts';

const DAY_MS = 86_400_000;

let bucket: TestBucket;
let settings: InfluxSettings;

beforeAll(async () => {
  bucket = await testBucket();
  const { url: influxUrl, token: influxToken, org: influxOrg, bucket: influxBucket, api: influxApi } = bucket;
  settings = { influxUrl, influxToken, influxOrg, influxBucket, influxApi };
});

afterAll(() => bucket?.drop());

const keeping = (measurement: string, retention: string) =>
  aDefinition({ retention, influx: { measurement, tags: ['/id'], fields: ['/count'] } });

/** The sink's writer and retention as openStores puts them together, under one definition. */
function open(definition: ReturnType<typeof aDefinition>) {
  const policies =
    settings.influxApi === 'v2' ? undefined : createRetentionPolicies(settings, { definitions: [definition] });
  const bucketRetention = () =>
    createBucketRetention({
      remover: createPointRemover(settings),
      readRetention: createReadRetention(settings),
      now: Date.now,
    });
  const retention: Retention = policies ?? bucketRetention();
  return { writer: createPointWriter(settings, policies), apply: () => retention.apply(definition) };
}

const daysAgo = (measurement: string, days: number): Point => ({
  measurement,
  tags: new Map([['system_key', `d${days}`]]),
  fields: new Map([['value', { type: 'integer', value: 1 }]]),
  timestampNs: BigInt(Date.now() - days * DAY_MS) * 1_000_000n,
});

const systemsIn = async (measurement: string) =>
  (await select(bucket, `SELECT * FROM ${influxSource(bucket, measurement)}`))
    .map((row) => String(row.system_key))
    .sort();

describe('points that their definition keeps no longer', () => {
  it('go when the retention becomes shorter, and those of another measurement stay', async () => {
    for (const name of ['shortened', 'same'])
      expect(await open(keeping(name, '60d')).writer.write([daysAgo(name, 0), daysAgo(name, 40)], held)).toEqual([
        { kind: 'stored' },
        { kind: 'stored' },
      ]);
    expect(await systemsIn('shortened')).toEqual(['d0', 'd40']);
    await open(keeping('shortened', '30d')).apply();
    await open(keeping('same', '60d')).apply();
    await eventually(async () => (await systemsIn('shortened')).length === 1);
    expect(await systemsIn('shortened')).toEqual(['d0']);
    expect(await systemsIn('same')).toEqual(['d0', 'd40']);
  });

  it('are refused as too old where the server knows how long it keeps them', async () => {
    const { writer } = open(keeping('late', '30d'));
    const fates = await writer.write([daysAgo('late', 0), daysAgo('late', 40), daysAgo('late', 1)], held);
    const old = settings.influxApi === 'v2' ? { kind: 'stored' } : { kind: 'too_old' };
    expect(fates).toEqual([{ kind: 'stored' }, old, { kind: 'stored' }]);
  });
});
