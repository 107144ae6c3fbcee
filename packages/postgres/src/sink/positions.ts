import type { OffsetRange } from '@heliograph/stream';
import type { Pool, PoolClient } from 'pg';
import { PositionMovedError } from './errors.ts';

/** Whose positions these are: the consumer group and the topic, by their full names. */
export interface PositionOwner {
  readonly consumer: string;
  readonly topic: string;
}

export interface PositionTable {
  /** With its schema. */
  readonly name: string;
  /** Columns that get their default again whenever the position moves. */
  readonly refreshedColumns?: readonly string[];
  /** A further column that each batch sets. */
  readonly extraColumn?: string;
}

export interface Positions {
  /** The offset that the partition continues from; 0 if nothing of it has been stored. */
  read(pool: Pool, partition: number): Promise<bigint>;
  /**
   * Moves the position, and locks it until the transaction ends. Rejects with a PositionMovedError unless the store is
   * exactly where its owner last read or wrote it (`range.own`, or `range.from` without one): another process has written
   * in between, or the store has gone back, as after a restore.
   */
  move(client: PoolClient, range: OffsetRange, extra?: unknown): Promise<void>;
}

export function createPositions(table: PositionTable, { consumer, topic }: PositionOwner): Positions {
  const { name, refreshedColumns = [], extraColumn } = table;
  const extraColumns = extraColumn === undefined ? [] : [extraColumn];
  const columns = ['consumer', 'topic', 'partition', 'next_offset', ...extraColumns];
  const updated = ['next_offset', ...refreshedColumns, ...extraColumns].map(
    (column) => `${column} = excluded.${column}`,
  );
  /** $1 consumer, $2 topic, $3 partition, $4 next, $5 own, $6 the further column. Changes no row if the store is not at `own`. */
  const moveStatement = `
    INSERT INTO ${name} AS p (${columns.join(', ')})
    SELECT $1, $2, $3, $4${extraColumn === undefined ? '' : ', $6'}
    WHERE $5::bigint = 0 OR EXISTS (SELECT FROM ${name} WHERE consumer = $1 AND topic = $2 AND partition = $3)
    ON CONFLICT (consumer, topic, partition) DO UPDATE SET ${updated.join(', ')} WHERE p.next_offset = $5::bigint`;
  const readStatement = `SELECT next_offset FROM ${name} WHERE consumer = $1 AND topic = $2 AND partition = $3`;

  return {
    async read(pool, partition) {
      const { rows } = await pool.query<{ next_offset: string }>(readStatement, [consumer, topic, partition]);
      return BigInt(rows[0]?.next_offset ?? 0);
    },
    async move(client, { partition, next, from, own = from }, extra) {
      const values = [consumer, topic, partition, next, own, ...extraColumns.map(() => extra)];
      const { rowCount } = await client.query(moveStatement, values);
      if (rowCount !== 1) throw new PositionMovedError(`partition ${partition} is not at offset ${own}`);
    },
  };
}
