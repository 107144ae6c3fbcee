import { eventually, testKafka } from '@heliograph/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OwnPostgres, startOwnPostgres } from './own-postgres.ts';
import { type RunningSink, runSink } from './running-sink.ts';

let postgres: OwnPostgres;
let sink: RunningSink;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  sink = await runSink(testKafka('restored'), postgres.url);
  await sink.ready();
});

afterAll(async () => {
  await sink?.stop();
  await postgres?.remove();
});

async function storedIds(): Promise<string[]> {
  return (await postgres.admin('SELECT id FROM telemetry.observations')).map(({ id }) => String(id)).sort();
}

/** Ends the sink's connections and puts the database back, as a failover to a standby that was behind does. */
async function goBack(lost: readonly string[], positions: string): Promise<void> {
  await postgres.onServer(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${postgres.role}' AND pid <> pg_backend_pid()`,
  );
  await postgres.admin(`DELETE FROM telemetry.observations WHERE id IN (${lost.map((id) => `'${id}'`).join(', ')})`);
  await postgres.admin(positions);
}

it.each([
  [
    'to an earlier position',
    (offset: number) => `UPDATE telemetry.positions SET next_offset = ${offset} WHERE next_offset > 0`,
  ],
  ['to before its first batch', () => 'DELETE FROM telemetry.positions'],
])('a store that has gone back under an idle sink is filled again: %s', async (_, statement) => {
  const kept = await storedIds();
  const first = await sink.publish(5);
  await eventually(async () => (await storedIds()).length === kept.length + 5);
  const [before] = await postgres.admin('SELECT max(next_offset) AS next FROM telemetry.positions');
  const second = await sink.publish(5);
  await eventually(async () => (await storedIds()).length === kept.length + 10);
  await goBack(second, statement(Number(before?.next)));
  const third = await sink.publish(5);
  await eventually(async () => (await storedIds()).length === kept.length + 15);
  expect(await storedIds()).toEqual([...kept, ...first, ...second, ...third].sort());
  expect(sink.failures).toEqual([]);
});
