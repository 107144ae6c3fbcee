import { aSystemRequest } from '@heliograph/testkit';
import type { Pool, PoolClient, Submittable } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createPartitions } from '../src/partitions.postgres.ts';
import { createRowWriter } from '../src/row-writer.postgres.ts';
import { aRow, type SinkDatabase, sinkDatabase } from './sink-database.ts';

let database: SinkDatabase;
beforeAll(async () => {
  database = await sinkDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.rewind();
  await database.pool.query(
    'TRUNCATE telemetry.observations, telemetry.systems, requests.receipts, requests.documents',
  );
});

/** A pool whose connections end, as those of a killed server process do, right before their `last`th statement. */
function poolThatBreaks(last: number): Pool {
  let statements = 0;
  const breaking = (client: PoolClient): PoolClient =>
    new Proxy(client, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (name !== 'query') return typeof value === 'function' ? value.bind(target) : value;
        return (statement: string | Submittable, values: unknown[]) => {
          // Rows on their way are not counted: the statement after them is.
          if (typeof statement === 'object' && 'submit' in statement) return target.query(statement);
          statements += 1;
          const ended = statements === last ? end(target) : Promise.resolve();
          return ended.then(() => target.query(statement, values));
        };
      },
    });
  return new Proxy(database.pool, {
    get(target, name) {
      if (name === 'connect') return async () => breaking(await target.connect());
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function end(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await database.pool.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
}

const system = { application: 'example', telemetry_type: 'status', system_key: 'a' };
const of = { application: 'example', system_keys: ['a'] };
const other = aRow({ ...system, system_key: 'b' });
const after = aRow(system);
const exported = aSystemRequest({ ...of, request: 'export' });
const erased = aSystemRequest(of);
const batch = [aRow(system), other, exported, erased, after];

async function everything() {
  const { pool } = database;
  const observations = await pool.query('SELECT id FROM telemetry.observations ORDER BY id');
  const systems = await pool.query('SELECT system_key, last_id FROM telemetry.systems ORDER BY system_key');
  const receipts = await pool.query('SELECT receipt, store FROM requests.receipts ORDER BY receipt');
  const documents = await pool.query('SELECT receipt FROM requests.documents');
  return [observations.rows, systems.rows, receipts.rows, documents.rows];
}

it('carries out a batch once, whichever of its statements the connection ends before', async () => {
  await database.take(batch);
  const wanted = await everything();
  expect(wanted.map((rows) => rows.length)).toEqual([2, 2, 2, 1]);

  let broken = 0;
  for (let last = 1; ; last += 1) {
    await database.rewind();
    await database.pool.query(
      'TRUNCATE telemetry.observations, telemetry.systems, requests.receipts, requests.documents',
    );
    const pool = poolThatBreaks(last);
    const writer = createRowWriter({
      pool,
      partitions: createPartitions(pool),
      consumer: 'g',
      topic: 't',
      now: Date.now,
    });
    const write = async () => (await writer.write(batch, { partition: 0, from: 0n, next: 5n })).commit();
    const failure = await write().then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure === undefined) break;
    broken += 1;
    expect(await everything()).toEqual([[], [], [], []]);
    await write();
    expect(await everything()).toEqual(wanted);
  }
  // Beginning, position, rows before, export, erasure, rows after, commit: at the very least.
  expect(broken).toBeGreaterThan(10);
});
