import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createPublisher, groupPositions, moveGroup, provisionTopics, readTopic } from '@heliograph/stream';
import { anObservation, eventually, testDatabase, testKafka, testRuntime } from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const PARTITIONS = 3;
const STAGE = 'postgres-sink';

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
    HELIOGRAPH_POSTGRES_SINK_ADMIN_PORT: '0',
    HELIOGRAPH_LOG_LEVEL: 'error',
  };
  return spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Publishes observations of these systems, and one that PostgreSQL cannot store. */
async function publish(systems: readonly string[]): Promise<string[]> {
  const observed_at = new Date().toISOString();
  const good = systems.map((system_key) => anObservation({ observed_at, system_key }));
  const nul = anObservation({ observed_at, system_key: 'nul', payload: { a: '\0' } });
  const limits = { maxInFlightBytes: 1e7, deliveryTimeoutMs: 10_000 };
  const publisher = await createPublisher({ kafka, topic: 'observations', runtime: testRuntime(), ...limits });
  await publisher.publish(
    [nul, ...good].map((o) => ({ key: o.system_key, value: Buffer.from(JSON.stringify(o)), headers: {} })),
  );
  await publisher.stop();
  return good.map(({ id }) => id);
}

/** Runs the service until the store has reached the end of the log, then stops it. */
async function runToTheEnd(): Promise<void> {
  const written = BigInt((await readTopic(kafka, 'observations')).length);
  service = start();
  await eventually(async () => {
    const { rows } = await client
      .query('SELECT coalesce(sum(next_offset), 0)::bigint AS n FROM telemetry.positions')
      .catch(() => ({ rows: [] }));
    return BigInt(rows[0]?.n ?? -1) >= written;
  });
  service.kill('SIGTERM');
  expect(await once(service, 'exit')).toEqual([0, null]);
}

const ids = async () => {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM telemetry.observations');
  return rows.map(({ id }) => id).toSorted();
};

/** A record that is read a second time would leave a second dead letter. */
async function expectAllOnce(published: readonly string[]): Promise<void> {
  expect(await ids()).toEqual(published.toSorted());
  const bad = (await readTopic(kafka, 'observations')).filter(({ value }) => value?.includes('\\u0000'));
  const origins = bad.map(({ partition, offset }) => `${kafka.topicPrefix}.observations.v1/${partition}/${offset}`);
  const letters = await readTopic(kafka, 'observations.dead');
  expect(letters.map(({ headers }) => headers['dead.origin']).toSorted()).toEqual(origins.toSorted());
}

/** Moves the group's offsets, and sees that they are there: a reset that does nothing would prove nothing. */
async function reset(to: 'beginning' | 'end', offsets: bigint): Promise<void> {
  await moveGroup(kafka, STAGE, 'observations', to);
  const committed = await groupPositions(kafka, STAGE, 'observations');
  expect(committed.values().reduce((sum, offset) => sum + offset, 0n)).toBe(offsets);
}

const systems = (from: number) => Array.from({ length: 20 }, (_, n) => `s${from + n}`);

it('goes on where the store is, whether the group’s offsets were reset to the beginning or to the end', async () => {
  const published = await publish(Array<string>(20).fill('one-partition-only'));
  await runToTheEnd();
  await expectAllOnce(published);

  published.push(...(await publish(systems(0))));
  await reset('end', BigInt((await readTopic(kafka, 'observations')).length));
  await runToTheEnd();
  await expectAllOnce(published);

  published.push(...(await publish(systems(20))));
  await reset('beginning', 0n);
  await runToTheEnd();
  await expectAllOnce(published);
});
