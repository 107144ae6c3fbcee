import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Observation, REQUEST_HEADER, type SystemRequest, topicsOf } from '@heliograph/schema';
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
const DAY_MS = 86_400_000;

const kafka = testKafka('summarizer');
let database: Awaited<ReturnType<typeof testDatabase>>;
let client: pg.Client;
let service: ChildProcess | undefined;

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await makeTopics(kafka, topicsOf('summarizer'), PARTITIONS);
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
    HELIOGRAPH_SUMMARIZER_ADMIN_PORT: '0',
    HELIOGRAPH_SUMMARIZER_GRACE_MS: '0',
    HELIOGRAPH_SUMMARIZER_EVERY_MS: '200',
    HELIOGRAPH_LOG_LEVEL: 'warn',
  };
  service = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  return service;
}

type Sent = Observation | SystemRequest;
const keyOf = (sent: Sent) => ('request' in sent ? sent.system_keys.join() : sent.system_key);
const headersOf = (sent: Sent): Record<string, string> => ('request' in sent ? { [REQUEST_HEADER]: sent.request } : {});

const publish = (values: readonly Sent[]): Promise<void> =>
  publishRecords(
    kafka,
    'observations',
    values.map((sent) => ({ key: keyOf(sent), value: sent, headers: headersOf(sent) })),
  );

async function hostsOnceThereAre(n: string) {
  return eventually(async () => {
    const { rows } = await client.query(
      `SELECT systems, of_systems, revision FROM summary.published WHERE name = 'sles_version' AND systems = $1`,
      [n],
    );
    return rows[0];
  });
}

it('publishes yesterday, buries what it does not know, and revises after a restart', async () => {
  const observed_at = new Date(Date.now() - DAY_MS).toISOString();
  const host = (i: number) => anObservation({ observed_at, system_key: `s${i}` });
  const stranger = anObservation({ application: 'stranger' });
  await publish([stranger, ...Array.from({ length: 30 }, (_, i) => host(i)), host(0)]);

  const first = start();
  expect(await hostsOnceThereAre('30')).toMatchObject({ of_systems: '30' });
  const letters = await eventually(async () => {
    const found = await readTopic(kafka, 'observations.dead');
    return found.length > 0 && found;
  });
  for (const { headers } of letters)
    expect(headers).toMatchObject({ 'dead.reason': 'unknown_definition', 'dead.stage': 'summarizer' });
  first.kill('SIGTERM');
  expect(await once(first, 'exit')).toEqual([0, null]);

  await publish([host(30)]);
  // The store's own position counts: by the group's, what is sent last would be passed over.
  await moveGroup(kafka, 'summarizer', 'observations', 'end');
  start();
  const { revision } = await hostsOnceThereAre('31');
  expect(revision).toBeGreaterThan(1);
  const { rows } = await client.query('SELECT sum(next_offset)::int AS n FROM summary.positions');
  // Not 33: a produce request that was tried again may have left records twice.
  expect(rows).toEqual([{ n: (await readTopic(kafka, 'observations')).length }]);
});

it('publishes anew without a system that was erased, with a receipt, and says what nobody registered', async () => {
  const observed_at = new Date(Date.now() - 2 * DAY_MS).toISOString();
  const day = observed_at.slice(0, 10);
  const host = (i: number) => anObservation({ observed_at, system_key: `e${i}`, removed: ['/hostname'] });
  await publish(Array.from({ length: 20 }, (_, i) => host(i)));
  start();
  const figures = (systems: string) =>
    eventually(async () => {
      const { rows } = await client.query(
        `SELECT figures, of_systems FROM summary.published WHERE kind = 'unregistered' AND start = $1 AND of_systems = $2`,
        [day, systems],
      );
      return rows[0];
    });
  const hostname = (systems: number) => ({ values: [{ value: '/hostname', systems }], other: null });
  expect(await figures('20')).toMatchObject({ figures: hostname(20), of_systems: '20' });

  const request = aSystemRequest({ system_keys: ['e7'] });
  await publish([request]);
  expect(await figures('19')).toMatchObject({ figures: hostname(19), of_systems: '19' });
  const { rows } = await client.query('SELECT store, request FROM requests.receipts WHERE receipt = $1', [
    request.receipt,
  ]);
  expect(rows).toEqual([{ store: 'summaries', request: 'erasure' }]);
  const left = await client.query("SELECT FROM summary.latest WHERE system_key = 'e7'");
  expect(left.rowCount).toBe(0);
});
