import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { topicsOf } from '@heliograph/schema';
import { moveGroup, readTopic } from '@heliograph/stream';
import {
  anObservation,
  aSystemRequest,
  compileCache,
  eventually,
  makeTopics,
  publishRecords,
  testDatabase,
  testKafka,
} from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const PARTITIONS = 3;

const kafka = testKafka('postgres-sink');
let database: Awaited<ReturnType<typeof testDatabase>>;
let client: pg.Client;
let service: ChildProcess | undefined;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await makeTopics(kafka, topicsOf('postgres-sink'), PARTITIONS);
});

afterEach(() => void service?.kill('SIGKILL'));

afterAll(async () => {
  await client.end();
  await database.drop();
});

function start(): ChildProcess {
  const env = {
    ...compileCache,
    HELIOGRAPH_KAFKA_BROKERS: kafka.brokers.join(','),
    HELIOGRAPH_TOPIC_PREFIX: kafka.topicPrefix,
    HELIOGRAPH_TOPIC_PARTITIONS: String(PARTITIONS),
    HELIOGRAPH_POSTGRES_URL: database.url,
    HELIOGRAPH_POSTGRES_SINK_ADMIN_PORT: '0',
    HELIOGRAPH_KAFKA_SESSION_TIMEOUT_MS: '6000',
    HELIOGRAPH_LOG_LEVEL: 'error',
  };
  service = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  return service;
}

const publish = (values: readonly object[], key?: string): Promise<void> =>
  publishRecords(
    kafka,
    'observations',
    values.map((value, i) => ({
      key: key ?? `s${i}`,
      value,
      headers: 'request' in value ? { request: String(value.request) } : {},
    })),
  );

/** How often a record is in the log: the publisher sends again what the broker may or may not have taken. */
async function published({ id }: { id: string }): Promise<number> {
  const records = await readTopic(kafka, 'observations');
  return records.filter(({ value }) => value?.includes(id)).length;
}

async function rowsOnceThereAre(n: number): Promise<{ id: string; time: string }[]> {
  return eventually(async () => {
    const { rows } = await client.query('SELECT id, time FROM telemetry.observations');
    return rows.length >= n ? rows : undefined;
  });
}

it('stores every observation once, buries what it cannot store, and goes on where it stopped', async () => {
  const observed_at = new Date().toISOString();
  const sample = anObservation({ observed_at, time: '2021-11-23T11:04:02.462687463+01:00', clock_clamped: true });
  const many = Array.from({ length: 50 }, (_, i) => anObservation({ observed_at, system_key: `s${i}` }));
  const nul = anObservation({ observed_at, payload: { a: '\0' } });
  await publish([sample, nul, ...many, sample]);

  const first = start();
  const rows = await rowsOnceThereAre(51);
  expect(rows.map(({ id }) => id).sort()).toEqual([sample, ...many].map(({ id }) => id).sort());
  expect(rows).toContainEqual({ id: sample.id, time: '2021-11-23T11:04:02.462687463+01:00' });
  const letters = await eventually(async () => {
    const found = await readTopic(kafka, 'observations.dead');
    return found.length === (await published(nul)) && found;
  });
  expect(letters[0]?.headers).toMatchObject({ 'dead.reason': 'store_rejected', 'dead.stage': 'postgres-sink' });
  first.kill('SIGTERM');
  expect(await once(first, 'exit')).toEqual([0, null]);

  const later = anObservation({ observed_at });
  await publish([later]);
  // The store's own position counts: by the group's, what is sent last would be passed over.
  await moveGroup(kafka, 'postgres-sink', 'observations', 'end');
  start();
  expect((await rowsOnceThereAre(52)).map(({ id }) => id)).toContain(later.id);
  const { rows: positions } = await client.query('SELECT sum(next_offset)::int AS n FROM telemetry.positions');
  expect(positions).toEqual([{ n: (await readTopic(kafka, 'observations')).length }]);
  expect(await readTopic(kafka, 'observations.dead')).toHaveLength(letters.length);
});

it('carries out requests where they stand among the reports of their system', async () => {
  const of = { application: 'example', system_key: 'mine', observed_at: new Date().toISOString() };
  const [before, after] = [anObservation(of), anObservation(of)];
  const [exported, erased] = (['export', 'erasure'] as const).map((request) =>
    aSystemRequest({ request, application: 'example', system_keys: ['mine'] }),
  );
  if (exported === undefined || erased === undefined) throw new Error('there are two requests');
  await publish([before, exported, erased, after], 'mine');
  start();
  const rows = await eventually(async () => {
    const sql = "SELECT id FROM telemetry.observations WHERE application = 'example'";
    const found = (await client.query<{ id: string }>(sql)).rows;
    return found.some(({ id }) => id === after.id) && found;
  });
  expect(rows).toEqual([{ id: after.id }]);
  const sql = 'SELECT store FROM requests.receipts_of($1) UNION ALL SELECT requests.document_of($1)::text';
  const given = async (receipt: string) => (await client.query<{ store: string }>(sql, [receipt])).rows;
  expect(await given(erased.receipt)).toEqual([{ store: 'postgres' }, { store: null }]);
  const [receipt, document] = await given(exported.receipt);
  expect(receipt).toEqual({ store: 'postgres' });
  expect(JSON.parse(document?.store ?? '')).toMatchObject({
    observations: [{ application: before.application, day: before.day, time: before.time }],
  });
});
