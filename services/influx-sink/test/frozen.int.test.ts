import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { topicsOf } from '@heliograph/schema';
import {
  compileCache,
  eventually,
  influxSource,
  makeTopics,
  publishRecords,
  testBucket,
  testDatabase,
  testKafka,
} from '@heliograph/testkit';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type AnsweringProxy, startAnsweringProxy } from './answering-proxy.ts';
import { select } from './influxql.ts';
import { receiptsOf, report, request } from './requests.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
/** The shortest that a broker allows. */
const SESSION_TIMEOUT_MS = 6000;

const kafka = testKafka('frozen');
const stops: (() => unknown)[] = [];
let bucket: Awaited<ReturnType<typeof testBucket>>;
let database: Awaited<ReturnType<typeof testDatabase>>;

beforeAll(async () => {
  [bucket, database] = await Promise.all([testBucket(), testDatabase()]);
  await makeTopics(kafka, topicsOf('influx-sink'));
});

afterEach(async () => void (await Promise.all(stops.splice(0).map((stop) => stop()))));

afterAll(() => Promise.all([bucket?.drop(), database?.drop()]));

interface Member {
  readonly child: ChildProcess;
  readonly proxy: AnsweringProxy;
  /** All that it has logged so far. */
  log(): string;
}

/** A sink in a process of its own, with a way of its own to InfluxDB. */
async function startMember(): Promise<Member> {
  const proxy = await startAnsweringProxy(bucket.url);
  const env = {
    ...compileCache,
    HELIOGRAPH_KAFKA_BROKERS: kafka.brokers.join(','),
    HELIOGRAPH_KAFKA_SESSION_TIMEOUT_MS: String(SESSION_TIMEOUT_MS),
    HELIOGRAPH_TOPIC_PREFIX: kafka.topicPrefix,
    HELIOGRAPH_TOPIC_PARTITIONS: '1',
    HELIOGRAPH_POSTGRES_URL: database.url,
    HELIOGRAPH_INFLUX_URL: proxy.url,
    HELIOGRAPH_INFLUX_TOKEN: bucket.token,
    HELIOGRAPH_INFLUX_ORG: bucket.org,
    HELIOGRAPH_INFLUX_BUCKET: bucket.bucket,
    HELIOGRAPH_INFLUX_API: bucket.api,
    HELIOGRAPH_INFLUX_SINK_ADMIN_PORT: '0',
  };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let log = '';
  child.stdout.on('data', (chunk) => {
    log += chunk;
  });
  stops.push(async () => {
    child.kill('SIGKILL');
    await proxy.close();
  });
  return { child, proxy, log: () => log };
}

const publish = (...records: ReturnType<typeof report>[]): Promise<void> =>
  publishRecords(kafka, 'observations', records);

async function hosts(): Promise<string[]> {
  const rows = await select(bucket, `SELECT * FROM ${influxSource(bucket, 'host_telemetry')}`);
  return rows.map(({ agent_id }) => String(agent_id)).sort();
}

const assignments = ({ log }: Member) => log().split('partitions assigned').length - 1;

it('a process that wakes after its session is over does not bring back what was erased meanwhile', async () => {
  const [a, b] = [await startMember(), await startMember()];
  await eventually(async () => a.log().includes('"msg":"ready"') && b.log().includes('"msg":"ready"'));

  // One of the two is about to delete, and would write the victim's report next.
  const keptOf = new Map([a, b].map((member) => [member, member.proxy.keep('somebody')]));
  await publish(request('erasure', 'somebody'), report('victim'));
  const sleeper = await eventually(async () => [a, b].find((member) => keptOf.get(member)?.count() === 1));
  const other = sleeper === a ? b : a;
  sleeper.child.kill('SIGSTOP');

  // The other one takes over, from the beginning of what was not settled.
  keptOf.get(other)?.release();
  const id = randomUUID();
  await publish(report('bystander'), request('erasure', 'victim', id));
  await eventually(async () => (await receiptsOf(database.url, id)).includes('influx'), 30_000);
  expect(await hosts()).toEqual(['bystander']);

  const before = assignments(sleeper);
  keptOf.get(sleeper)?.release();
  sleeper.child.kill('SIGCONT');
  await eventually(async () => sleeper.log().includes('"cause":"lease_lost"'));
  await eventually(async () => assignments(sleeper) > before);
  await publish(report('later'));
  await eventually(async () => (await hosts()).includes('later'));
  expect(await hosts()).toEqual(['bystander', 'later']);
  expect([a, b].map(({ child }) => child.exitCode)).toEqual([null, null]);
}, 60_000);
