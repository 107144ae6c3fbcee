import { createPool } from '@heliograph/postgres';
import type { Entry } from '@heliograph/postgres/sink';
import { anObservation, testDatabase } from '@heliograph/testkit';
import { createPartitions } from '../src/partitions.postgres.ts';
import { createRowWriter } from '../src/row-writer.postgres.ts';
import { type Row, toRow } from '../src/rows.ts';
import { tables } from '../src/tables.postgres.ts';

export type SinkDatabase = Awaited<ReturnType<typeof sinkDatabase>>;

export const TABLES = { name: 'postgres_sink', prepare: tables.prepare };

/** A fresh database with the sink's own tables, and its writer. */
export async function sinkDatabase(now: () => number = Date.now) {
  const database = await testDatabase(TABLES);
  const pool = createPool(database.url, 'test');
  const writer = createRowWriter({ pool, partitions: createPartitions(pool), consumer: 'g', topic: 't', now });
  let next = 0n;
  return {
    pool,
    writer,
    /** Writes a batch where the last one ended, and makes it durable. */
    async take(entries: readonly Entry<Row>[]): Promise<string[]> {
      const from = next;
      next += BigInt(entries.length);
      const { fates, commit } = await writer.write(entries, { partition: 0, from, next });
      await commit();
      return fates.map(({ kind }) => kind);
    },
    /** From the beginning of the log, as after the loss of the position. */
    async rewind(): Promise<void> {
      next = 0n;
      await pool.query('TRUNCATE telemetry.positions');
    },
    async drop(): Promise<void> {
      await pool.end();
      await database.drop();
    },
  };
}

/** The row of an observation that can be stored. */
export function aRow(given: Parameters<typeof anObservation>[0]): Row {
  const made = toRow(anObservation(given));
  if ('dead' in made) throw new Error(made.dead.detail);
  return made.row;
}
