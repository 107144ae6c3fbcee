import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createPublisher, groupPositions, moveGroup, provisionTopics, readTopic } from '@heliograph/stream';
import { anObservation, eventually, testDatabase, testKafka, testRuntime } from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const PARTITIONS = 3;
const STAGE = 'summarizer';

const kafka = testKafka(STAGE);
let database: Awaited<ReturnType<typeof testDatabase>>;
let client: pg.Client;
let service: ChildProcess | undefined;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const plan = { partitions: PARTITIONS, replicationFactor: 1, minInSyncReplicas: 1, longestLateWindowMs: 1 };
  await provisionTopics(kafka, plan);
});

afterEach(() => void service?.kill('SIGKILL'));

afterAll(async () => {
  await client.end();
  await database.drop();
});

function start(): ChildProcess {
  const env = {
    HELIOGRAPH_KAFKA_BROKERS: kafka.brokers.join(','),
    HELIOGRAPH_TOPIC_PREFIX: kafka.topicPrefix,
    HELIOGRAPH_TOPIC_PARTITIONS: String(PARTITIONS),
    HELIOGRAPH_POSTGRES_URL: database.url,
    HELIOGRAPH_SUMMARIZER_ADMIN_PORT: '0',
    HELIOGRAPH_LOG_LEVEL: 'error',
  };
  return spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Publishes observations of these systems; returns how many. Each is newer than all before, so that each is taken. */
async function publish(systems: readonly string[]): Promise<number> {
  const observed_at = new Date().toISOString();
  const made = systems.map((system_key) => anObservation({ observed_at, system_key }));
  const limits = { maxInFlightBytes: 1e7, deliveryTimeoutMs: 10_000 };
  const publisher = await createPublisher({ kafka, topic: 'observations', runtime: testRuntime(), ...limits });
  await publisher.publish(made.map((o) => ({ key: o.system_key, value: Buffer.from(JSON.stringify(o)), headers: {} })));
  await publisher.stop();
  return made.length;
}

/** Runs the service until the store has reached the end of the log, then stops it. */
async function runToTheEnd(): Promise<void> {
  const written = BigInt((await readTopic(kafka, 'observations')).length);
  service = start();
  await eventually(async () => {
    const { rows } = await client
      .query('SELECT coalesce(sum(next_offset), 0)::bigint AS n FROM summary.positions')
      .catch(() => ({ rows: [] }));
    return BigInt(rows[0]?.n ?? -1) >= written;
  });
  service.kill('SIGTERM');
  expect(await once(service, 'exit')).toEqual([0, null]);
}

/** A record that is read a second time would be counted as a second change of its day. */
async function changes(): Promise<number> {
  const { rows } = await client.query<{ n: number }>('SELECT sum(changes)::int AS n FROM summary.days');
  return rows[0]?.n ?? 0;
}

async function systemsKept(): Promise<number> {
  const { rows } = await client.query<{ n: number }>('SELECT count(DISTINCT system_key)::int AS n FROM summary.latest');
  return rows[0]?.n ?? 0;
}

/** Moves the group's offsets, and sees that they are there: a reset that does nothing would prove nothing. */
async function reset(to: 'beginning' | 'end', offsets: bigint): Promise<void> {
  await moveGroup(kafka, STAGE, 'observations', to);
  const committed = await groupPositions(kafka, STAGE, 'observations');
  expect(committed.values().reduce((sum, offset) => sum + offset, 0n)).toBe(offsets);
}

const systems = (from: number) => Array.from({ length: 20 }, (_, n) => `s${from + n}`);

it('goes on where the store is, whether the group’s offsets were reset to the beginning or to the end', async () => {
  let published = await publish(Array<string>(20).fill('one-partition-only'));
  await runToTheEnd();
  expect([await changes(), await systemsKept()]).toEqual([published, 1]);

  published += await publish(systems(0));
  await reset('end', BigInt((await readTopic(kafka, 'observations')).length));
  await runToTheEnd();
  expect([await changes(), await systemsKept()]).toEqual([published, 21]);

  published += await publish(systems(20));
  await reset('beginning', 0n);
  await runToTheEnd();
  expect([await changes(), await systemsKept()]).toEqual([published, 41]);
});
