import { classify } from '@heliograph/stream';
import { anObservation, shippedDefinitions, type TestBucket, testBucket } from '@heliograph/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InfluxSettings } from '../src/client.influx.ts';
import { erasureOf } from '../src/deletions.ts';
import { INFLUX_SINK_ERRORS } from '../src/errors.ts';
import { createPointRemover } from '../src/point-remover.influx.ts';
import { createPointWriter } from '../src/point-writer.influx.ts';
import { type Point, pointsOf } from '../src/points.ts';
import { select } from './influxql.ts';
import { held } from './leases.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-21T10:00:00.000Z');

/** Keys that would end a quotation, begin another, or be taken for a pattern; and what is held of the last character. */
const AWKWARD = [
  'plain',
  'a"b',
  "a'b",
  'a\\b',
  'a\\"b',
  '\\\\"',
  'a,b=c',
  '"OR"1"="1',
  `' OR '1'='1`,
  '/.*/',
  '$x',
  '%',
  'ends\\',
  'true',
  '1',
  '1h',
  'ä😀',
];

let bucket: TestBucket;

beforeAll(async () => {
  bucket = await testBucket();
});

afterAll(() => bucket.drop());

const settings = (given: object = {}): InfluxSettings => ({
  influxUrl: bucket.url,
  influxToken: bucket.token,
  influxOrg: bucket.org,
  influxBucket: bucket.bucket,
  influxApi: bucket.api,
  ...given,
});

// On each server, in a bucket that holds nothing yet and keeps for ever.
describe('deleting', () => {
  const systemsIn = async (measurement: string) =>
    (await select(bucket, `SELECT * FROM ${measurement}`)).map(({ system_key }) => String(system_key)).sort();
  const point = (measurement: string, system: string, day: number): Point => ({
    measurement,
    tags: new Map([['system_key', system]]),
    fields: new Map([['value', { type: 'integer', value: 1 }]]),
    timestampNs: BigInt(NOW + day * DAY) * 1_000_000n,
  });
  const write = async (points: readonly Point[]) => {
    const fates = await createPointWriter(settings()).write(points, held);
    expect(fates).toEqual(points.map(() => ({ kind: 'stored' })));
  };

  it('takes all points of one system at whatever time, and none of another, whatever the keys are', async () => {
    await write(AWKWARD.flatMap((key) => [-3000, -1, 0].map((day) => point('awkward', key, day))));
    const left = [...AWKWARD];
    for (const key of AWKWARD) {
      await createPointRemover(settings()).remove({ measurement: 'awkward', tag: ['system_key', key] });
      left.shift();
      const expected = left.flatMap((one) => Array(3).fill(one.replace(/\\$/, '\uFFFD')));
      expect(await systemsIn('awkward'), `after ${key}`).toEqual(expected.sort());
    }
  });

  it('takes what a shipped definition made of a system, in the tag of its id, and may be done again', async () => {
    const register = shippedDefinitions();
    const definition = register.find('trento', 'host_telemetry');
    if (definition === undefined) throw new Error('a shipped definition is missing');
    const of = (system_key: string) => {
      const payload = { agent_id: system_key, installation_id: 'one' };
      return pointsOf(definition)(anObservation({ system_key, payload }));
    };
    await write([of('one'), of('two'), of('three')]);
    const agents = async () => {
      const rows = await select(bucket, 'SELECT * FROM host_telemetry');
      const named = rows.map(({ agent_id }) => String(agent_id));
      return named.filter((name) => ['one', 'two', 'three'].includes(name)).sort();
    };
    expect(await agents()).toEqual(['one', 'three', 'two']);
    const request = { request: 'erasure', application: 'trento', system_keys: ['one', 'two'] } as never;
    const remover = createPointRemover(settings());
    for (const deletion of [...erasureOf(request, register.definitions), ...erasureOf(request, register.definitions)])
      await remover.remove(deletion);
    // The others keep what they say of an installation that has the name of a system.
    expect(await agents()).toEqual(['three']);
    await write([of('one')]);
    expect(await agents()).toEqual(['one', 'three']);
  });
});

describe('deleting from a store that is not there', () => {
  const verdict = (given: object) =>
    createPointRemover(settings(given))
      .remove({ measurement: 'm', tag: ['system_key', 's'] })
      .then(
        () => 'removed',
        (error: unknown) => classify(error, INFLUX_SINK_ERRORS),
      );

  it('is waited for where the bucket does not exist', async () => {
    expect(await verdict({ influxBucket: 'none' })).toEqual({ kind: 'retryable', cause: 'influx_not_found' });
  });

  it('is waited for where the token is wrong; a 1.x server asks for none by default', async () => {
    const expected = bucket.api === 'v2' ? { kind: 'retryable', cause: 'influx_unauthorized' } : 'removed';
    expect(await verdict({ influxToken: 'wrong:wrong' })).toEqual(expected);
  });

  it('is waited for where nobody listens', async () => {
    expect(await verdict({ influxUrl: 'http://127.0.0.1:1' })).toEqual({
      kind: 'retryable',
      cause: 'influx_connection',
    });
  });
});
