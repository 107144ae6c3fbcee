import { classify } from '@heliograph/stream';
import { anObservation, shippedDefinitions, type TestBucket, testBucket } from '@heliograph/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INFLUX_SINK_ERRORS } from '../src/errors.ts';
import { createPointWriter } from '../src/point-writer.influx.ts';
import { type FieldValue, type Point, pointsOf } from '../src/points.ts';
import { select } from './influxql.ts';
import { held } from './leases.ts';

let bucket: TestBucket;

beforeAll(async () => {
  bucket = await testBucket();
});

afterAll(async () => {
  await bucket.drop();
});

const settings = (given: object = {}) => ({
  influxUrl: bucket.url,
  influxToken: bucket.token,
  influxOrg: bucket.org,
  influxBucket: bucket.bucket,
  influxApi: bucket.api,
  ...given,
});

let measurements = 0;
const freshMeasurement = () => `m${++measurements}`;

function point(
  measurement: string,
  system: string,
  value: FieldValue,
  timestampNs = 1_700_000_000_000_000_000n,
): Point {
  return { measurement, tags: new Map([['system_key', system]]), fields: new Map([['value', value]]), timestampNs };
}

const integer = (value: number): FieldValue => ({ type: 'integer', value });
const stored = { kind: 'stored' };

describe('writing points', () => {
  it('keeps types and nanoseconds of the sample of seed 004, and a second write changes nothing', async () => {
    const definition = shippedDefinitions().find('trento', 'host_telemetry');
    if (definition === undefined) throw new Error('no such definition');
    const sample = pointsOf(definition)(anObservation({ time: '2021-11-23T11:04:02.462687463+01:00' }));
    const writer = createPointWriter(settings());
    expect(await writer.write([sample], held)).toEqual([stored]);
    expect(await writer.write([sample, sample], held)).toEqual([stored, stored]);
    const rows = await select(bucket, 'SELECT * FROM host_telemetry');
    expect(rows).toMatchObject([
      {
        time: '2021-11-23T10:04:02.462687463Z',
        cpu_count: 2,
        total_memory_mb: 4096,
        sles_version: '15-SP2',
        cloud_provider: 'azure',
        reports: 1,
        channel: 'production',
      },
    ]);
    const types = await select(bucket, 'SHOW FIELD KEYS FROM host_telemetry');
    expect(Object.fromEntries(types.map(({ fieldKey, fieldType }) => [fieldKey, fieldType]))).toMatchObject({
      cpu_count: 'integer',
      sles_version: 'string',
      reports: 'integer',
    });
  });

  it('keeps every character of a string field, and of a tag what it can hold', async () => {
    const measurement = freshMeasurement();
    const text = 'a "b" \\ c\\\n\t,= ä😀\u0001';
    const written = point(measurement, 'x, y=z\\', { type: 'string', value: text });
    expect(await createPointWriter(settings()).write([written], held)).toEqual([stored]);
    expect(await select(bucket, `SELECT * FROM ${measurement}`)).toMatchObject([
      { value: text, system_key: 'x, y=z\uFFFD' },
    ]);
  });

  it('takes more points than one request holds', async () => {
    const measurement = freshMeasurement();
    const points = Array.from({ length: 5001 }, (_, i) => point(measurement, `s${i}`, integer(i)));
    const fates = await createPointWriter(settings()).write(points, held);
    expect(fates).toHaveLength(5001);
    expect(await select(bucket, `SELECT count(value) FROM ${measurement}`)).toMatchObject([{ count: 5001 }]);
  });

  it('keeps the points of writes apart that happen at one time', async () => {
    const measurement = freshMeasurement();
    const writer = createPointWriter(settings());
    await writer.write([point(measurement, 'first', integer(0))], held);
    const wrong = point(measurement, 'wrong', { type: 'string', value: 'x' });
    const writes = [1, 2, 3].map((i) => writer.write([point(measurement, `s${i}`, integer(i)), wrong], held));
    const rejected = { kind: 'rejected', why: expect.stringContaining('another type') };
    expect(await Promise.all(writes)).toEqual([1, 2, 3].map(() => [stored, rejected]));
    expect(await select(bucket, `SELECT * FROM ${measurement}`)).toHaveLength(4);
  });
});

describe('the path of InfluxDB 1.6', () => {
  it('writes with a user and a password', async () => {
    const measurement = freshMeasurement();
    // Every server has the 1.x path. A 2.x server takes a token for a password, a 1.x server of the tests anything.
    const influxToken = bucket.api === 'v2' ? `any:${bucket.token}` : 'user:password';
    const writer = createPointWriter(settings({ influxApi: 'v1', influxToken }));
    await writer.prove();
    expect(await writer.write([point(measurement, 's', integer(7))], held)).toEqual([stored]);
    expect(await select(bucket, `SELECT * FROM ${measurement}`)).toMatchObject([
      { time: '2023-11-14T22:13:20Z', value: 7 },
    ]);
  });
});

describe('points that InfluxDB refuses', () => {
  it('are found in few requests where they are many, also among points of another day', async () => {
    const measurement = freshMeasurement();
    const writer = createPointWriter(settings());
    await writer.write([point(measurement, 'first', integer(0))], held);
    const conflict = (i: number) =>
      point(measurement, `s${i}`, { type: 'string', value: 'x' }, 1_700_000_000_000_000_000n);
    const elsewhere = (i: number) => point(measurement, `t${i}`, integer(i), 1_500_000_000_000_000_000n);
    let requests = 0;
    const counting = {
      check() {
        requests += 1;
      },
    };
    const many = Array.from({ length: 1000 }, (_, i) => conflict(i));
    expect(new Set((await writer.write(many, counting)).map(({ kind }) => kind))).toEqual(new Set(['rejected']));
    expect(requests).toBe(1);

    const mixed = [
      ...many.slice(0, 100),
      ...Array.from({ length: 100 }, (_, i) => elsewhere(i)),
      ...many.slice(100, 200),
    ];
    requests = 0;
    const fates = (await writer.write(mixed, counting)).map(({ kind }) => kind);
    expect(fates).toEqual(mixed.map(({ timestampNs }) => (timestampNs < 16n * 10n ** 17n ? 'stored' : 'rejected')));
    expect(requests).toBeLessThan(40);
    expect(await select(bucket, `SELECT * FROM ${measurement}`)).toHaveLength(101);
  });

  it('are found among the others, which are stored', async () => {
    const measurement = freshMeasurement();
    const writer = createPointWriter(settings());
    await writer.write([point(measurement, 'first', integer(0))], held);
    const bad = [3, 4, 17];
    const points = Array.from({ length: 21 }, (_, i) =>
      point(measurement, `s${i}`, bad.includes(i) ? { type: 'string', value: 'secret' } : integer(i)),
    );
    const fates = await writer.write(points, held);
    expect(fates.flatMap(({ kind }, i) => (kind === 'rejected' ? [i] : []))).toEqual(bad);
    expect(JSON.stringify(fates)).not.toContain('secret');
    expect(await select(bucket, `SELECT * FROM ${measurement}`)).toHaveLength(1 + 21 - bad.length);
  });

  it('may be refused as a whole request: a time that InfluxDB cannot hold', async () => {
    const measurement = freshMeasurement();
    const tooLate = point(measurement, 'late', integer(1), 2n ** 63n);
    const fates = await createPointWriter(settings()).write([tooLate, point(measurement, 'ok', integer(2))], held);
    expect(fates).toMatchObject([{ kind: 'rejected' }, stored]);
    expect(await select(bucket, `SELECT * FROM ${measurement}`)).toHaveLength(1);
  });
});

describe('a store that takes nothing in', () => {
  const verdict = (given: object) => {
    const writer = createPointWriter(settings(given));
    const judge = (error: unknown) => classify(error, INFLUX_SINK_ERRORS);
    const writing = writer.write([point('m', 's', integer(1))], held).then(() => 'written', judge);
    return Promise.all([writing, writer.prove().then(() => 'proven', judge)]);
  };
  const waits = (cause: string) => [
    { kind: 'retryable', cause },
    { kind: 'retryable', cause },
  ];

  it('is proven to take points in otherwise, and nothing is stored by that', async () => {
    await createPointWriter(settings()).prove();
    expect(await select(bucket, 'SELECT * FROM heliograph')).toEqual([]);
  });

  it('is waited for where the bucket does not exist', async () => {
    expect(await verdict({ influxBucket: 'none' })).toEqual(waits('influx_not_found'));
  });

  it('is waited for where the token is wrong; a 1.x server asks for none by default', async () => {
    const expected = bucket.api === 'v2' ? waits('influx_unauthorized') : ['written', 'proven'];
    expect(await verdict({ influxToken: 'wrong:wrong' })).toEqual(expected);
  });

  it('is waited for where nobody listens', async () => {
    expect(await verdict({ influxUrl: 'http://127.0.0.1:1' })).toEqual(waits('influx_connection'));
  });
});
