import { type TestBucket, testBucket } from '@heliograph/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createReadRetention } from '../src/bucket.influx.ts';
import type { InfluxSettings } from '../src/client.influx.ts';
import { createPointRemover } from '../src/point-remover.influx.ts';
import { createPointWriter } from '../src/point-writer.influx.ts';
import { select } from './influxql.ts';
import { held } from './leases.ts';

const DAY_S = 86_400;

let influx: TestBucket;

beforeAll(async () => {
  influx = await testBucket();
});

afterAll(() => influx?.drop());

const settings = (influxToken: string): InfluxSettings => ({
  influxUrl: influx.url,
  influxToken,
  influxOrg: influx.org,
  influxBucket: influx.bucket,
  influxApi: influx.api,
});

it.each([
  [0, Number.POSITIVE_INFINITY],
  [7 * DAY_S, 7 * DAY_S * 1000],
  [90 * DAY_S + 5400, 90 * DAY_S * 1000 + 5_400_000],
])('a bucket that is told to keep for %s s is read to keep for %s ms; a 1.x server has none', async (seconds, ms) => {
  await influx.admin.setRetention(seconds);
  expect(await createReadRetention(settings(influx.token))()).toBe(influx.api === 'v2' ? ms : undefined);
});

it('a token that may only write is enough to write and to delete, and does not tell', async () => {
  const timestampNs = BigInt(Date.now()) * 1_000_000n;
  const point = { measurement: 'm', fields: new Map([['v', { type: 'integer', value: 1 }]] as const), timestampNs };
  const points = ['a', 'b'].map((key) => ({ ...point, tags: new Map([['system_key', key]]) }));
  const { token } = await influx.admin.createWriteToken();
  await createPointWriter(settings(token)).write(points, held);
  await createPointRemover(settings(token)).remove({ measurement: 'm', tag: ['system_key', 'a'] });
  expect((await select(influx, 'SELECT * FROM m')).map(({ system_key }) => system_key)).toEqual(['b']);
  expect(await createReadRetention(settings(token))()).toBeUndefined();
});

it('a bucket that is not there tells nothing', async () => {
  const read = createReadRetention({ ...settings(influx.token), influxBucket: 'none' });
  expect(await read()).toBeUndefined();
});
