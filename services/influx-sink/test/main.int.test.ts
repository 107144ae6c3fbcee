import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { topicsOf } from '@heliograph/schema';
import { readTopic } from '@heliograph/stream';
import {
  anObservation,
  compileCache,
  eventually,
  influxSource,
  makeTopics,
  publishRecords,
  testBucket,
  testKafka,
} from '@heliograph/testkit';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { select } from './influxql.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const PARTITIONS = 3;

const kafka = testKafka('influx-sink');
let bucket: Awaited<ReturnType<typeof testBucket>>;
let service: ChildProcess | undefined;

beforeAll(async () => {
  bucket = await testBucket();
  await makeTopics(kafka, topicsOf('influx-sink'), PARTITIONS);
});

afterEach(() => void service?.kill('SIGKILL'));

afterAll(() => bucket.drop());

function start(given: Record<string, string> = {}): ChildProcess {
  const env = {
    ...compileCache,
    HELIOGRAPH_KAFKA_BROKERS: kafka.brokers.join(','),
    HELIOGRAPH_TOPIC_PREFIX: kafka.topicPrefix,
    HELIOGRAPH_TOPIC_PARTITIONS: String(PARTITIONS),
    // Nobody listens there, and without an erasure nobody minds.
    HELIOGRAPH_POSTGRES_URL: 'postgres://127.0.0.1:1/none',
    HELIOGRAPH_INFLUX_URL: bucket.url,
    HELIOGRAPH_INFLUX_TOKEN: bucket.token,
    HELIOGRAPH_INFLUX_ORG: bucket.org,
    HELIOGRAPH_INFLUX_BUCKET: bucket.bucket,
    HELIOGRAPH_INFLUX_API: bucket.api,
    HELIOGRAPH_INFLUX_SINK_ADMIN_PORT: '0',
    HELIOGRAPH_LOG_LEVEL: 'info',
    ...given,
  };
  service = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  return service;
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
}

/** The body of /readyz, on the port that the service's log tells. */
async function readiness(child: ChildProcess): Promise<(code: number, text: string) => Promise<unknown>> {
  let log = '';
  child.stdout?.on('data', (chunk) => {
    log += chunk;
  });
  const port = await eventually(async () => /"adminPort":(\d+)/.exec(log)?.[1]);
  return (code, text) =>
    eventually(async () => {
      const response = await fetch(`http://127.0.0.1:${port}/readyz`);
      return response.status === code && (await response.text()).includes(text);
    });
}

const publish = (values: readonly unknown[]): Promise<void> =>
  publishRecords(
    kafka,
    'observations',
    values.map((value, i) => ({ key: `s${i}`, value })),
  );

/** How often a record is in the log: the publisher sends again what the broker may or may not have taken. */
async function published({ id }: { id: string }): Promise<number> {
  const records = await readTopic(kafka, 'observations');
  return records.filter(({ value }) => value?.includes(id)).length;
}

const hostsOnceThereAre = (n: number) =>
  eventually(async () => {
    const rows = await select(bucket, `SELECT * FROM ${influxSource(bucket, 'host_telemetry')}`);
    return rows.length >= n ? rows : undefined;
  });

it('waits visibly where the bucket is missing, then stores every observation and buries what it cannot store', async () => {
  const time = new Date().toISOString();
  const sample = anObservation({ observed_at: time, time: time.replace('Z', '123456Z') });
  const many = Array.from({ length: 50 }, (_, i) => anObservation({ observed_at: time, system_key: `s${i}` }));
  const unknown = anObservation({ telemetry_type: 'unheard_of' });
  await publish([sample, unknown, ...many, sample]);

  const astray = start({ HELIOGRAPH_INFLUX_BUCKET: 'none' });
  const shows = await readiness(astray);
  await shows(503, 'influx_not_found');
  await stop(astray);
  expect(await readTopic(kafka, 'observations.dead')).toEqual([]);

  const service = start();
  expect(await hostsOnceThereAre(51)).toHaveLength(51);
  const sent = sample.time;
  expect(
    await select(bucket, `SELECT * FROM ${influxSource(bucket, 'host_telemetry')} WHERE time = '${sent}'`),
  ).toMatchObject([{ time: sent }]);
  await (await readiness(service))(200, 'true');
  const letters = await eventually(async () => {
    const found = await readTopic(kafka, 'observations.dead');
    return found.length === (await published(unknown)) && found;
  });
  await stop(service);
  expect(letters[0]?.headers).toMatchObject({ 'dead.reason': 'unknown_definition', 'dead.stage': 'influx-sink' });

  await publish([anObservation({ observed_at: time, system_key: 'later' })]);
  start();
  expect(await hostsOnceThereAre(52)).toHaveLength(52);
  expect(await readTopic(kafka, 'observations.dead')).toHaveLength(letters.length);
});
