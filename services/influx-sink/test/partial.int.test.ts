import { eventually, influxSource, shippedDefinitions, testBucket, testKafka } from '@heliograph/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPointWriter } from '../src/point-writer.influx.ts';
import { createRetentionPolicies } from '../src/retention-policies.influx.ts';
import { select } from './influxql.ts';
import { held } from './leases.ts';
import { type RunningSink, runSink } from './running-sink.ts';

let bucket: Awaited<ReturnType<typeof testBucket>>;
let sink: RunningSink;

beforeAll(async () => {
  bucket = await testBucket();
  const { url: influxUrl, token: influxToken, org: influxOrg, bucket: influxBucket, api: influxApi } = bucket;
  const settings = { influxUrl, influxToken, influxOrg, influxBucket, influxApi };
  // From now on this field is an integer here, and no line with a version in it can be stored.
  const fields = new Map([['plugins_rpm', { type: 'integer', value: 1 }]] as const);
  const timestampNs = BigInt(Date.now()) * 1_000_000n;
  const policies = createRetentionPolicies(settings, shippedDefinitions());
  const writer = createPointWriter(settings, influxApi === 'v2' ? undefined : policies);
  await writer.write([{ measurement: 'pulp_status', tags: new Map(), fields, timestampNs }], held);
  sink = await runSink(testKafka('partial'), settings);
  await sink.ready();
});

afterAll(async () => {
  await sink?.stop();
  await bucket?.drop();
});

const pulp = (plugins: Record<string, string>) => ({
  application: 'pulp',
  telemetry_type: 'status',
  payload: { version: '3.21.0', plugins },
});

it('buries the one line that InfluxDB refuses for its type, and stores the others once', async () => {
  const good = Array.from({ length: 30 }, (_, i) => `s${i}`);
  await sink.publish(good.slice(0, 17), pulp({ deb: '1.0.0' }));
  await sink.publish(['bad'], pulp({ rpm: '3.18.1' }));
  await sink.publish(good.slice(17), pulp({ deb: '1.0.0' }));
  const letters = await eventually(async () => {
    const found = await sink.deadLetters();
    return found.length > 0 && found;
  });
  const stored = await eventually(async () => {
    const rows = await select(bucket, `SELECT * FROM ${influxSource(bucket, 'pulp_status')} WHERE system_key != ''`);
    return rows.length >= good.length && rows.map(({ system_key }) => String(system_key)).sort();
  });
  expect(stored).toEqual(good.sort());
  expect(letters.map(({ key }) => String(key))).toEqual(['bad']);
  expect(letters[0]?.headers).toMatchObject({
    'dead.reason': 'store_rejected',
    'dead.detail': expect.stringMatching(/^HTTP 4\d\d: a field is of another type than it was before$/),
    'dead.stage': 'influx-sink',
  });
  expect(sink.failures).toEqual([]);
});
