import { eventually, testDatabase, testKafka } from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningSink, runSink } from './running-sink.ts';
import { TABLES } from './sink-database.ts';
import { type StallingProxy, startStallingProxy } from './stalling-proxy.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let client: pg.Client;
let proxy: StallingProxy;
let sink: RunningSink;
let expected: string[] = [];

beforeAll(async () => {
  database = await testDatabase(TABLES);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const url = new URL(database.url);
  proxy = await startStallingProxy({ host: url.hostname, port: Number(url.port) });
  url.host = `127.0.0.1:${proxy.port}`;
  sink = await runSink(testKafka('silence'), url.href);
  await sink.ready();
});

afterAll(async () => {
  await sink?.stop();
  await proxy?.close();
  await client?.end();
  await database?.drop();
});

// Nobody tells the server either: what was begun there keeps its locks until the server itself ends it.
it.each([
  ['BEGIN', 'with it'],
  ['telemetry.positions', 'after it'],
  ['COPY incoming', 'with it'],
  ['COPY incoming', 'after it'],
  ['cloud_provider', 'with it'],
  ['cloud_provider', 'after it'],
  ['INSERT INTO telemetry.systems', 'after it'],
  ['COMMIT', 'with it'],
  ['COMMIT', 'after it'],
] as const)('stores all of it once where the connection falls silent at %s, %s', async (text, lost) => {
  const before = proxy.stalled();
  proxy.stallAt(text, lost);
  expected = [...expected, ...(await sink.publish(25))].sort();
  await sink.waitsFor('postgres_slow');
  expect(proxy.stalled()).toBe(before + 1);
  const stored = await eventually(async () => {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM telemetry.observations ORDER BY id::text');
    return rows.length >= expected.length && rows.map(({ id }) => id);
  });
  await sink.ready();
  expect(stored).toEqual(expected);
  expect(await sink.deadLetters()).toEqual([]);
  expect(sink.failures).toEqual([]);
});
