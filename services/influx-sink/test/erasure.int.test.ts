import { randomUUID } from 'node:crypto';
import { createPool, migrateReceipts } from '@heliograph/postgres';
import { DAY_MS } from '@heliograph/schema';
import { backing, eventually, influxSource, testBucket, testDatabase, testKafka } from '@heliograph/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { select } from './influxql.ts';
import { receiptsOf, report, request } from './requests.ts';
import { type RunningSink, runSink } from './running-sink.ts';

let bucket: Awaited<ReturnType<typeof testBucket>>;
let database: Awaited<ReturnType<typeof testDatabase>>;
let sink: RunningSink;

beforeAll(async () => {
  [bucket, database] = await Promise.all([testBucket(), testDatabase()]);
  const { url: influxUrl, token: influxToken, org: influxOrg, bucket: influxBucket, api: influxApi } = bucket;
  const settings = { influxUrl, influxToken, influxOrg, influxBucket, influxApi };
  sink = await runSink(testKafka('erasure'), settings, database.url);
  await sink.ready();
});

afterAll(async () => {
  await sink?.stop();
  await Promise.all([bucket?.drop(), database?.drop()]);
});

async function hosts(): Promise<string[]> {
  const rows = await select(bucket, `SELECT * FROM ${influxSource(bucket, 'host_telemetry')}`);
  return rows.map(({ time, agent_id }) => `${agent_id} ${String(time).slice(0, 10)}`).sort();
}

const hasReceipt = (id: string) => eventually(async () => (await receiptsOf(database.url, id)).includes('influx'));
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
// Within the retention of the definition, whenever this runs.
const [FIRST, SECOND, THIRD] = [daysAgo(5), daysAgo(4), daysAgo(3)];
const at = (day: string) => `${day}T12:00:00.000Z`;

it('deletes what came before an erasure and keeps what came after it, of one batch and of earlier ones', async () => {
  await sink.publishAll([report('early', at(FIRST)), report('kept', at(FIRST))]);
  await eventually(async () => (await hosts()).length === 2);
  const [ofEarly, ofMixed] = [randomUUID(), randomUUID()];
  await sink.publishAll([
    report('mixed', at(SECOND)),
    request('erasure', 'early', ofEarly),
    report('kept', at(SECOND)),
    request('erasure', 'mixed', ofMixed),
    report('mixed', at(FIRST)),
  ]);
  await Promise.all([ofEarly, ofMixed].map(hasReceipt));
  await eventually(async () => (await hosts()).includes(`mixed ${FIRST}`));
  expect(await hosts()).toEqual([`kept ${FIRST}`, `kept ${SECOND}`, `mixed ${FIRST}`]);
  expect(await receiptsOf(database.url, ofEarly)).toEqual(['influx']);
  expect(sink.failures).toEqual([]);
});

it('writes no receipt for an export, which is not its business, nor for what nobody asked', async () => {
  const [exported, erased] = [randomUUID(), randomUUID()];
  await sink.publishAll([request('export', 'kept', exported), request('erasure', 'nobody', erased)]);
  await hasReceipt(erased);
  expect(await receiptsOf(database.url, exported)).toEqual([]);
  expect(await receiptsOf(database.url, randomUUID())).toEqual([]);
  expect(await hosts()).toHaveLength(3);
});

it('waits visibly where the receipt cannot be written, and goes on with what came after it', async () => {
  const server = createPool(backing().postgres, 'test');
  const name = new URL(database.url).pathname.slice(1);
  await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
  const id = randomUUID();
  await sink.publishAll([request('erasure', 'kept', id), report('after', at(THIRD))]);
  await sink.waitsFor('postgres_missing');
  expect((await hosts()).filter((host) => host.startsWith('after'))).toEqual([]);
  await server.query(`CREATE DATABASE ${name}`);
  await server.end();
  // It has made the tables once; whoever takes them away brings them back.
  await sink.waitsFor('receipts_missing');
  await migrateReceipts(database.url);
  await hasReceipt(id);
  expect(await eventually(async () => (await hosts()).length === 2 && hosts())).toEqual([
    `after ${THIRD}`,
    `mixed ${FIRST}`,
  ]);
  await sink.ready();
  expect(sink.failures).toEqual([]);
});
