import { pipeline } from 'node:stream/promises';
import { beginTransaction } from '@heliograph/postgres';
import type { SystemRequest } from '@heliograph/schema';
import type { OffsetRange } from '@heliograph/stream';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyLine } from './copy-text.ts';
import { isMissingPartition, PositionMovedError, rejection } from './errors.ts';
import type { Partitions } from './partitions.postgres.ts';
import { applyRequest } from './requests.postgres.ts';
import { isRequest, type RowFate, type RowWriter, stretchesOf } from './row-writer.ts';
import type { Row } from './rows.ts';
import {
  COPY,
  CREATE_INCOMING,
  EMPTY_INCOMING,
  INSERT_NEW,
  MOVE_POSITION,
  POSITION,
  UPSERT_SYSTEMS,
} from './statements.ts';

export interface RowWriterOptions {
  readonly pool: Pool;
  readonly partitions: Partitions;
  /** Whose positions these are: the consumer group and the topic, by their full names. */
  readonly consumer: string;
  readonly topic: string;
  /** Milliseconds since the epoch. */
  now(): number;
  /** See beginTransaction: a minute by default. */
  readonly statementTimeoutMs?: number;
}

/** The rows of a batch, the systems they speak of and the position in the log, in one SQL transaction. */
export function createRowWriter(options: RowWriterOptions): RowWriter {
  const { pool, partitions, consumer, topic, statementTimeoutMs, now } = options;
  return {
    async write(entries, range) {
      // 1. In a transaction of its own, so that nobody waits for our rows. Failing later leaves an empty partition.
      await partitions.ensure(entries.flatMap((entry) => (isRequest(entry) ? [] : [entry.day])));
      const { client, commit, rollback } = await beginTransaction(pool, { statementTimeoutMs });
      try {
        // 2. First, because it locks the position: a second writer of the same partition waits here, and then is refused.
        await movePosition(client, [consumer, topic], range);
        // 3. Rows that are there already stay as they are, so a batch may come any number of times.
        await client.query(CREATE_INCOMING);
        const fates: RowFate[] = [];
        for (const [i, stretch] of stretchesOf(entries).entries()) {
          // What a request has deleted must not come again with the rows after it.
          if (i > 0) await client.query(EMPTY_INCOMING);
          fates.push(...(await store(client, stretch, now())));
        }
        return { fates, commit, rollback };
      } catch (error) {
        if (isMissingPartition(error)) partitions.forget();
        await rollback();
        throw error;
      }
    },
    async position(partition) {
      const { rows } = await pool.query<{ next_offset: string }>(POSITION, [consumer, topic, partition]);
      return BigInt(rows[0]?.next_offset ?? 0);
    },
  };
}

async function movePosition(client: PoolClient, owner: readonly string[], range: OffsetRange): Promise<void> {
  const { rowCount } = await client.query(MOVE_POSITION, [...owner, range.partition, range.next, range.from]);
  if (rowCount !== 1) throw new PositionMovedError(`partition ${range.partition} is past offset ${range.from}`);
}

/** Stores what can be stored. A stretch with a bad row in it is undone and halved until the bad row stands alone. */
async function store(client: PoolClient, stretch: readonly Row[] | SystemRequest, nowMs: number): Promise<RowFate[]> {
  await client.query('SAVEPOINT stretch');
  try {
    if (!('request' in stretch)) return await insert(client, stretch);
    await applyRequest(client, stretch, { nowMs });
    return [{ kind: 'carried_out' }];
  } catch (error) {
    const sqlstate = rejection(error);
    if (sqlstate === undefined) throw error;
    await client.query('ROLLBACK TO SAVEPOINT stretch');
    if ('request' in stretch || stretch.length === 1) return [{ kind: 'rejected', sqlstate }];
    const middle = Math.floor(stretch.length / 2);
    const first = await store(client, stretch.slice(0, middle), nowMs);
    await client.query(EMPTY_INCOMING);
    return [...first, ...(await store(client, stretch.slice(middle), nowMs))];
  }
}

async function insert(client: PoolClient, rows: readonly Row[]): Promise<RowFate[]> {
  await pipeline([rows.map(copyLine).join('')], client.query(copyFrom(COPY)));
  const inserted = await client.query<{ key: string }>(INSERT_NEW);
  await client.query(UPSERT_SYSTEMS);
  return fatesOf(rows, new Set(inserted.rows.map(({ key }) => key)));
}

/** Of two rows with one key in a batch the first is new and the second is there already. */
function fatesOf(rows: readonly Row[], inserted: Set<string>): RowFate[] {
  return rows.map(({ day, id }) => ({ kind: inserted.delete(`${day} ${id}`) ? 'stored' : 'already_stored' }));
}
