import { anObservation, type Influx1, shippedDefinitions, startInflux1 } from '@heliograph/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadRetention } from '../src/bucket.influx.ts';
import { openInflux } from '../src/client.influx.ts';
import { runInfluxql } from '../src/influxql.influx.ts';
import { createPointWriter } from '../src/point-writer.influx.ts';
import { type FieldValue, type Point, pointsOf } from '../src/points.ts';
import { select } from './influxql.ts';
import { held } from './leases.ts';
import { deletesPoints } from './removing.ts';

let influx: Influx1;

beforeAll(async () => {
  influx = await startInflux1(process.env);
}, 120_000);

afterAll(async () => {
  await influx?.stop();
});

const settings = () => ({
  influxUrl: influx.url,
  influxToken: influx.token,
  influxOrg: influx.org,
  influxBucket: influx.bucket,
  influxApi: 'v1' as const,
});
const writer = () => createPointWriter(settings());

const stored = { kind: 'stored' };

describe('a real InfluxDB of the 1.x line', () => {
  it('is what was started', () => {
    expect(influx.api).toBe('v1');
  });

  it('keeps types and nanoseconds, and a second write changes nothing', async () => {
    const definition = shippedDefinitions().find('trento', 'host_telemetry');
    if (definition === undefined) throw new Error('no such definition');
    const sample = pointsOf(definition)(anObservation({ time: '2021-11-23T11:04:02.462687463+01:00' }));
    expect(await writer().write([sample], held)).toEqual([stored]);
    expect(await writer().write([sample], held)).toEqual([stored]);
    expect(await select(influx, 'SELECT * FROM host_telemetry')).toMatchObject([
      { time: '2021-11-23T10:04:02.462687463Z', cpu_count: 2, sles_version: '15-SP2', channel: 'production' },
    ]);
  });

  it('rejects a point of another type alone, in its own words, which are not repeated', async () => {
    const point = (system: string, value: FieldValue): Point => ({
      measurement: 'types',
      tags: new Map([['system_key', system]]),
      fields: new Map([['value', value]]),
      timestampNs: 1_700_000_000_000_000_000n,
    });
    const number = (value: number) => ({ type: 'integer', value }) as const;
    expect(await writer().write([point('first', number(0))], held)).toEqual([stored]);
    const fates = await writer().write(
      [point('a', number(1)), point('b', { type: 'string', value: 'secret' }), point('c', number(2))],
      held,
    );
    expect(fates).toMatchObject([stored, { kind: 'rejected' }, stored]);
    expect(JSON.stringify(fates)).not.toContain('secret');
    expect(await select(influx, 'SELECT * FROM types')).toHaveLength(3);
  });
});

it('tells how long a database of the 1.x line keeps points', async () => {
  const policy = `RETENTION POLICY "brief" ON "${influx.bucket}"`;
  const database = openInflux(settings());
  await runInfluxql(database, influx.bucket, `CREATE ${policy} DURATION 2161h30m REPLICATION 1 DEFAULT`);
  expect(await createReadRetention(settings())()).toBe(2161.5 * 3_600_000);
  await runInfluxql(database, influx.bucket, `DROP ${policy}`);
  await runInfluxql(database, influx.bucket, `ALTER RETENTION POLICY "autogen" ON "${influx.bucket}" DEFAULT`);
});

describe('deleting from an InfluxDB of the 1.x line', () => deletesPoints(() => ({ ...settings(), address: influx })));
