import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { observationsIn } from '../src/expired.postgres.ts';
import { createPartitions } from '../src/partitions.postgres.ts';
import { COLLECT, ERASE_OBSERVATIONS, ERASE_SYSTEMS } from '../src/requests.postgres.ts';
import { type SinkDatabase, sinkDatabase } from './sink-database.ts';

/** Enough that reading a partition from end to end costs far more than its index. */
const REPORTS = 200_000;
const SYSTEMS = 10_000;
const DAYS = 20;

let database: SinkDatabase;
let partitions: string[];

/** Reports of two telemetry types of one application. */
beforeAll(async () => {
  database = await sinkDatabase();
  const { pool } = database;
  const days = createPartitions(pool);
  await days.ensure(
    Array.from({ length: DAYS }, (_, n) => new Date(Date.UTC(2026, 9, n + 1)).toISOString().slice(0, 10)),
  );
  partitions = await days.before('2026-11-01');
  await pool.query(
    `INSERT INTO telemetry.observations
     SELECT DATE '2026-10-01' + n / (${REPORTS} / ${DAYS}), gen_random_uuid(), 'example',
       CASE WHEN n % 10 = 0 THEN 'short' ELSE 'long' END, 1, 'production', 's' || n % ${SYSTEMS}, '', now(), now(), false, '{}'
     FROM generate_series(0, ${REPORTS} - 1) AS n`,
  );
  await pool.query(
    `INSERT INTO telemetry.systems
     SELECT application, telemetry_type, system_key, 'production', now(), now(), now(), gen_random_uuid()
     FROM telemetry.observations GROUP BY application, telemetry_type, system_key`,
  );
  await pool.query('ANALYZE telemetry.observations');
  await pool.query('ANALYZE telemetry.systems');
}, 180_000);
afterAll(() => database?.drop());

async function planOf(statement: string, values: unknown[]): Promise<string> {
  const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement}`, values);
  return rows.map((line) => line['QUERY PLAN']).join('\n');
}

describe('with many reports', () => {
  it.each([null, 'long'])('a request finds one system by the index, of telemetry type %s', async (type) => {
    const system = ['example', ['s17', 'S17'], type];
    const plans = [
      await planOf(ERASE_OBSERVATIONS, system),
      await planOf(ERASE_SYSTEMS, system),
      await planOf(COLLECT, [...system, '{}', 1000]),
    ];
    for (const plan of plans) {
      expect(plan).toMatch(/Index (?:Only )?Scan/);
      expect(plan).not.toContain('Seq Scan');
    }
  });

  it('reads only the rows of a day that are deleted from it', async () => {
    const plan = await planOf(observationsIn(partitions[0] ?? ''), ['example', 'nothing left']);
    expect(plan).toMatch(/Tid Scan/);
    expect(plan).toMatch(/Index Scan/);
    expect(plan).not.toContain('Seq Scan');
  });
});
