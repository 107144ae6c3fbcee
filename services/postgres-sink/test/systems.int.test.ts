import { createPool } from '@heliograph/postgres';
import { anObservation, observations, propertyRuns, testDatabase } from '@heliograph/testkit';
import fc from 'fast-check';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPartitions } from '../src/partitions.postgres.ts';
import { createRowWriter } from '../src/row-writer.postgres.ts';
import { toRow } from '../src/rows.ts';
import { TABLES } from './sink-database.ts';

type Observation = ReturnType<typeof anObservation>;

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: Pool;

beforeAll(async () => {
  database = await testDatabase(TABLES);
  pool = createPool(database.url, 'test');
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

async function write(batch: readonly Observation[], from: number): Promise<void> {
  const rows = batch.map(toRow).flatMap((made) => ('row' in made ? [made.row] : []));
  const writer = createRowWriter({
    pool,
    partitions: createPartitions(pool),
    consumer: 'g',
    topic: 't',
    now: Date.now,
  });
  const span = { partition: 0, from: BigInt(from), next: BigInt(from + batch.length) };
  await (await writer.write(rows, span)).commit();
}

async function systems() {
  const { rows } = await pool.query('SELECT * FROM telemetry.systems ORDER BY system_key');
  return rows.map((row) => ({
    system_key: row.system_key,
    first_seen: row.first_seen.toISOString(),
    last_seen: row.last_seen.toISOString(),
    last_received: row.last_received.toISOString(),
    channel: row.channel,
    last_id: row.last_id,
  }));
}

describe('telemetry.systems', () => {
  it('keeps the first time and takes the rest from the newest observation, in whatever order they come', async () => {
    const at = (observed_at: string, given: object) => anObservation({ system_key: 'one', observed_at, ...given });
    const old = at('2026-11-19T10:00:00.000Z', {});
    const late = at('2026-11-20T10:00:00.000Z', { received_at: '2026-11-20T11:00:00.000Z', channel: 'development' });
    const early = at('2026-11-20T10:00:00.000Z', { received_at: '2026-11-20T10:30:00.000Z' });
    await write([late], 0);
    await write([old, early], 1);
    expect(await systems()).toEqual([
      {
        system_key: 'one',
        first_seen: '2026-11-19T10:00:00.000Z',
        last_seen: '2026-11-20T10:00:00.000Z',
        last_received: '2026-11-20T11:00:00.000Z',
        channel: 'development',
        last_id: late.id,
      },
    ]);
  });

  it('says the same, however a stream is cut into batches', async () => {
    const property = fc.asyncProperty(
      fc.array(observations({ systems: 3 }), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 12 }),
      async (stream, size) => {
        await pool.query('TRUNCATE telemetry.observations, telemetry.systems, telemetry.positions');
        for (let at = 0; at < stream.length; at += size) await write(stream.slice(at, at + size), at);
        const found = await systems();
        for (const { system_key, first_seen, last_seen } of found) {
          const times = stream.filter((o) => o.system_key === system_key).map((o) => o.observed_at);
          expect([first_seen, last_seen]).toEqual([times.toSorted()[0], times.toSorted().at(-1)]);
        }
        expect(found.map((s) => s.system_key)).toEqual([...new Set(stream.map((o) => o.system_key))].sort());
      },
    );
    await fc.assert(property, { numRuns: propertyRuns(15) });
  });
});
