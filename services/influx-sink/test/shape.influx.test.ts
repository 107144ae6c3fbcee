import { randomUUID } from 'node:crypto';
import { createRegister, type Definition, type Observation } from '@heliograph/schema';
import {
  aDefinition,
  anObservation,
  aSystemRequest,
  influxSource,
  type TestBucket,
  testBucket,
} from '@heliograph/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { erasureOf } from '../src/deletions.ts';
import { createPointRemover } from '../src/point-remover.influx.ts';
import { createPointWriter } from '../src/point-writer.influx.ts';
import { pointsOf } from '../src/points.ts';
import { createRetentionPolicies } from '../src/retention-policies.influx.ts';
import { select } from './influxql.ts';
import { held } from './leases.ts';

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await testBucket();
});
afterAll(() => bucket.drop());

const settings = () => ({
  influxUrl: bucket.url,
  influxToken: bucket.token,
  influxOrg: bucket.org,
  influxBucket: bucket.bucket,
  influxApi: bucket.api,
});

/** Writes observations as points of a definition; what became of each. */
async function write(definition: Definition, observations: readonly Observation[]): Promise<string[]> {
  const policies = createRetentionPolicies(settings(), createRegister([definition]));
  const writer = createPointWriter(settings(), bucket.api === 'v2' ? undefined : policies);
  return (await writer.write(observations.map(pointsOf(definition)), held)).map(({ kind }) => kind);
}

const observed_at = new Date().toISOString();
const report = (payload: Record<string, unknown>, given: object = {}) =>
  anObservation({ application: 'acme', telemetry_type: 'status', observed_at, system_key: 'k', payload, ...given });

function definitionOf(measurement: string, type: 'integer' | 'number', influx: object = {}): Definition {
  return aDefinition({
    application: 'acme',
    fields: { '/id': { type: 'string', sanitise: 'hash' }, '/load': { type }, '/cores': { type: 'integer' } },
    influx: { measurement, tags: ['/id'], fields: ['/load', '/cores'], ...influx },
  });
}

const rowsOf = (measurement: string, what: string) =>
  select(bucket, `SELECT ${what} FROM ${influxSource(bucket, measurement)}`);

it('two reports of one system with one time are two points, however often they are written, and no mixture', async () => {
  const both = [report({ id: 'k', load: 4, cores: 2 }), report({ id: 'k', load: 64 })];
  for (let i = 0; i < 3; i += 1)
    expect(await write(definitionOf('same_time', 'integer'), both)).toEqual(['stored', 'stored']);
  const rows = await rowsOf('same_time', 'load, cores');
  expect(rows.map(({ load, cores }) => [load, cores]).toSorted()).toEqual([
    [4, 2],
    [64, null],
  ]);
});

it('an integer that becomes a number is refused under its name, and stored under the one that the tool gives it', async () => {
  expect(await write(definitionOf('grown', 'integer'), [report({ id: 'k', load: 4 })])).toEqual(['stored']);
  expect(await write(definitionOf('grown', 'number'), [report({ id: 'k', load: 0.5 })])).toEqual(['rejected']);
  const names = { names: { '/load': 'load_float' }, former_fields: { load: 'integer' } };
  expect(await write(definitionOf('grown', 'number', names), [report({ id: 'k', load: 0.5 })])).toEqual(['stored']);
  expect(
    (await rowsOf('grown', 'load, load_float')).map(({ load, load_float }) => load ?? load_float).toSorted(),
  ).toEqual([0.5, 4]);
});

it('an open map with names that the server keeps makes points that it takes', async () => {
  const definition = aDefinition({
    application: 'acme',
    fields: { '/id': { type: 'string', sanitise: 'hash' }, '/*': { type: 'number' } },
    influx: { measurement: 'open', tags: ['/id'], fields: ['/*'] },
  });
  const payload = { id: 'k', load: 1, time: 2, _field: 3, _measurement: 4, system_key: 5, channel: 6 };
  expect(await write(definition, [report(payload)])).toEqual(['stored']);
  expect(await rowsOf('open', 'load, id')).toMatchObject([{ load: 1, id: 'k' }]);
  const fields = await select(bucket, `SHOW FIELD KEYS FROM ${influxSource(bucket, 'open')}`);
  expect(fields.map(({ fieldKey }) => fieldKey)).toEqual(['load', 'reports']);
});

it('tags of any number and length make points that the server takes', async () => {
  const definition = aDefinition({
    application: 'acme',
    fields: {
      '/id': { type: 'string', sanitise: 'hash' },
      '/labels/*': { type: 'string', max_length: 1024 },
      '/load': { type: 'integer' },
    },
    influx: { measurement: 'labelled', tags: ['/id', '/labels/*'], fields: ['/load'] },
  });
  const labels = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`l${i}`, ', =\\€'.repeat(200)]));
  expect(await write(definition, [report({ id: 'k', labels })])).toEqual(['stored']);
  expect(await rowsOf('labelled', 'reports, id')).toMatchObject([{ reports: 1, id: 'k' }]);
});

it('an erasure reaches the points of a system under former names, and no other’s', async () => {
  const before = definitionOf('before', 'integer');
  const systems = ['k', 'other'].map((key) => report({ id: key, load: 1 }, { system_key: key, id: randomUUID() }));
  await write(before, systems);
  const after = aDefinition({
    application: 'acme',
    record: { system_id: '/host', late_window: '2d' },
    fields: { '/host': { type: 'string', sanitise: 'hash' }, '/load': { type: 'integer' } },
    influx: {
      measurement: 'after',
      tags: ['/host'],
      fields: ['/load'],
      former_measurements: ['before'],
      former_system_tags: ['id'],
    },
  });
  await write(after, [report({ host: 'k', load: 2 })]);
  const remover = createPointRemover(settings());
  const request = aSystemRequest({ application: 'acme', system_keys: ['k'] });
  for (const deletion of erasureOf(request, [after])) await remover.remove(deletion);
  expect((await rowsOf('before', 'load, id')).map(({ id }) => id)).toEqual(['other']);
  expect(await rowsOf('after', 'load, host')).toEqual([]);
});
