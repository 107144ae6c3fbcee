import { topicsOf } from '@heliograph/schema';
import { readTopic } from '@heliograph/stream';
import {
  aDefinition,
  anObservation,
  definitionFile,
  eventually,
  influxSource,
  makeTopics,
  publishRecords,
  type TestBucket,
  testBucket,
  testFolder,
  testKafka,
} from '@heliograph/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { replay, select, writeLine } from './influx-store.ts';
import { type ServiceProcess, startService } from './service-process.ts';

const POISONED = 400;
const HEALTHY = 100;
/** Both sources are in each of them. */
const PARTITIONS = 2;

const kafka = testKafka('poisoned');
let bucket: TestBucket;
let folder: Awaited<ReturnType<typeof testFolder>>;
let sink: ServiceProcess;

beforeAll(async () => {
  bucket = await testBucket();
  await makeTopics(kafka, [...new Set([...topicsOf('influx-sink'), ...topicsOf('cli')])], PARTITIONS);
  folder = await testFolder({
    'poisoned.yaml': definitionFile({ application: 'poisoned' }),
    'healthy.yaml': definitionFile({ application: 'healthy' }),
  });
  sink = await startService({
    service: 'influx-sink',
    kafka,
    partitions: PARTITIONS,
    folder: folder.path,
    env: {
      HELIOGRAPH_POSTGRES_URL: 'postgres://127.0.0.1:1/none',
      HELIOGRAPH_INFLUX_URL: bucket.url,
      HELIOGRAPH_INFLUX_TOKEN: bucket.token,
      HELIOGRAPH_INFLUX_ORG: bucket.org,
      HELIOGRAPH_INFLUX_BUCKET: bucket.bucket,
      HELIOGRAPH_INFLUX_API: bucket.api,
    },
  });
});

afterAll(async () => {
  await sink?.stop();
  await folder?.remove();
  await bucket?.drop();
});

/** Records as dedup writes them: one poisoned source and one healthy, four to one, in the same batches. */
function records(round: number) {
  return Array.from({ length: POISONED + HEALTHY }, (_, i) => {
    const application = i % 5 === 4 ? 'healthy' : 'poisoned';
    const payload = { id: `${round}-${i}`, version: '1.2.3', count: i };
    const observed_at = new Date(Date.now() - i).toISOString();
    const source = { application, telemetry_type: 'status' };
    const value = anObservation({ ...source, observed_at, system_key: payload.id, payload });
    return { key: payload.id, value, headers: source };
  });
}

const pointsOf = async (measurement: string) =>
  (await select(bucket, `SELECT reports, id FROM ${influxSource(bucket, measurement)}`)).length;

it('a source that poisons its own measurement beside a healthy one is set aside alone, and replayed once it is repaired', async () => {
  // From now on no whole number can be stored in this field for today, which is what the definition makes of it.
  await writeLine(bucket, 'poisoned_status', 'count="a text"');
  await publishRecords(kafka, 'observations', records(1));
  await eventually(async () => (await pointsOf('healthy_status')) === HEALTHY);
  const letters = await eventually(async () => {
    const found = await readTopic(kafka, 'observations.dead');
    return found.length >= POISONED && found;
  });
  const named = letters.map(({ headers }) => `${headers.application} ${headers['dead.reason']}`);
  expect([...new Set(named)]).toEqual(['poisoned store_rejected']);

  // Visible, and ready all the same.
  const tripped = 'heliograph_breaker_tripped{application="poisoned",telemetry_type="status"} 1';
  await eventually(async () => (await sink.metrics()).includes(tripped));
  const { status, warnings } = await sink.readiness();
  expect({ status, warnings }).toEqual({
    status: 200,
    warnings: { breaker: 'most records become dead letters: poisoned/status (store_rejected)' },
  });
  expect(sink.lines.filter((line) => line.includes('breaker tripped'))).toHaveLength(1);

  // The others flow on while it goes on.
  await publishRecords(kafka, 'observations', records(2));
  await eventually(async () => (await pointsOf('healthy_status')) === 2 * HEALTHY);
  await eventually(async () => (await readTopic(kafka, 'observations.dead')).length >= 2 * POISONED);

  // The way out: another measurement, then a replay. Nothing has been lost and nothing is stored twice.
  const { influx } = aDefinition({ application: 'poisoned' });
  const repaired = { ...influx, measurement: 'repaired', former_measurements: [influx.measurement] };
  await folder.put('poisoned.yaml', definitionFile({ application: 'poisoned', influx: repaired }));
  await eventually(async () => sink.lines.some((line) => line.includes('the definitions have changed')));
  const sent = await replay(kafka, PARTITIONS, '--reason', 'store_rejected', '--send');
  expect(sent.delivered).toBeGreaterThanOrEqual(2 * POISONED);
  await eventually(async () => (await pointsOf('repaired')) === 2 * POISONED);
  await eventually(async () => !(await sink.metrics()).includes(tripped));
  expect(await sink.readiness()).not.toHaveProperty('warnings');
  expect(await pointsOf('healthy_status')).toBe(2 * HEALTHY);
});
