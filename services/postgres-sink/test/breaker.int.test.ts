import { eventually, testDatabase, testKafka } from '@heliograph/testkit';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningSink, runSink } from './running-sink.ts';
import { TABLES } from './sink-database.ts';

/** Of so many records that came at once, more than half of every source's cannot all be poison. */
const A_BATCH = 25;

let database: Awaited<ReturnType<typeof testDatabase>>;
let client: pg.Client;
let sink: RunningSink;

beforeAll(async () => {
  database = await testDatabase(TABLES);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  sink = await runSink(testKafka('breaker'), database.url);
  await sink.ready();
});

afterAll(async () => {
  await sink?.stop();
  await client?.end();
  await database?.drop();
});

const stored = async (): Promise<string[]> =>
  (await client.query<{ id: string }>('SELECT id FROM telemetry.observations ORDER BY id::text')).rows.map(
    ({ id }) => id,
  );

it('waits where the store suddenly refuses most rows of all sources, and stores them once that is mended', async () => {
  await client.query(`
    ALTER TABLE telemetry.observations ADD CONSTRAINT mistaken CHECK (system_key NOT LIKE 'refused%') NOT VALID`);
  const refused = Math.floor(A_BATCH / 2) + 1;
  const ids = await sink.publish(2 * A_BATCH, (i) => ({
    application: i % 2 === 0 ? 'trento' : 'pulp',
    system_key: i < 2 * refused ? `refused${i}` : `s${i}`,
  }));
  await sink.waitsFor('too_many_dead_letters');
  await sink.waitsFor('too_many_dead_letters');
  expect(await stored()).toEqual([]);
  expect(await sink.deadLetters()).toEqual([]);

  await client.query('ALTER TABLE telemetry.observations DROP CONSTRAINT mistaken');
  await eventually(async () => (await stored()).length >= 2 * A_BATCH);
  await sink.ready();
  expect(await stored()).toEqual(ids.sort());
  expect(await sink.deadLetters()).toEqual([]);
  expect(sink.failures).toEqual([]);
});

it('sets aside what the store refuses of one source, and stores all of another', async () => {
  const before = await stored();
  const ids = await sink.publish(2 * A_BATCH, (i) =>
    i % 2 === 0 ? { application: 'acme', payload: { a: '\0' } } : { application: 'pulp' },
  );
  const [refused = [], healthy = []] = [0, 1].map((odd) => ids.filter((_, i) => i % 2 === odd));
  await eventually(async () => (await stored()).length >= before.length + healthy.length);
  expect(await stored()).toEqual([...before, ...healthy].sort());
  const letters = await eventually(async () => {
    const found = await sink.deadLetters();
    return found.length >= refused.length && found;
  });
  expect(new Set(letters.map(({ value }) => JSON.parse(String(value)).id))).toEqual(new Set(refused));
  expect(sink.warnings()).toEqual({
    breaker: 'most records become dead letters: acme/host_telemetry (store_rejected)',
  });
  await sink.ready();
  expect(sink.failures).toEqual([]);
});

it('buries single rows that no PostgreSQL can hold, and stores the others once', async () => {
  const before = await stored();
  const earlier = (await sink.deadLetters()).length;
  const poison: Parameters<RunningSink['publish']>[1][] = [
    () => ({ payload: { a: '\0' } }),
    () => ({ payload: { '\0': 1 } }),
    () => ({ payload: { a: ['\ud800'] } }),
    () => ({ schema_version: 2 ** 40 }),
    () => ({ time: '\0' }),
    () => ({ day: '0000-01-01' }),
    () => ({ observed_at: '0000-01-01T00:00:00.000Z', day: '2026-11-21' }),
  ];
  const ids = await sink.publish(A_BATCH, (i) => poison[i]?.(i) ?? { payload: { a: 'x'.repeat(100_000) } });
  const letters = await eventually(async () => {
    const found = (await sink.deadLetters()).slice(earlier);
    return found.length >= poison.length && found;
  });
  await eventually(async () => (await stored()).length >= before.length + ids.length - poison.length);
  // Of one id there may be more than one: a write that fails after the burial is done again.
  const buried = new Map(letters.map(({ value, headers }) => [JSON.parse(String(value)).id, headers['dead.reason']]));
  expect(buried).toEqual(new Map(ids.slice(0, poison.length).map((id) => [id, 'store_rejected'])));
  expect(await stored()).toEqual([...before, ...ids.slice(poison.length)].sort());
  expect(sink.failures).toEqual([]);
});
