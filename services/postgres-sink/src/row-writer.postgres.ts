import { pipeline } from 'node:stream/promises';
import { createTransactionalWriter, isRequest } from '@heliograph/postgres/sink';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyLine } from './copy-text.ts';
import { isMissingPartition, rejection } from './errors.ts';
import type { Partitions } from './partitions.postgres.ts';
import { applyRequest } from './requests.postgres.ts';
import type { RowFate, RowWriter } from './row-writer.ts';
import type { Row } from './rows.ts';
import { COPY, CREATE_INCOMING, EMPTY_INCOMING, INSERT_NEW, UPSERT_SYSTEMS } from './statements.ts';

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
  return createTransactionalWriter<Row, RowFate>({
    pool,
    owner: { consumer, topic },
    positions: { name: 'telemetry.positions' },
    statementTimeoutMs,
    // In a transaction of its own, so that no other writer waits for our rows.
    beforeTransaction: (entries) =>
      partitions.ensure(entries.flatMap((entry) => (isRequest(entry) ? [] : [entry.day]))),
    beforeSegments: async (client) => void (await client.query(CREATE_INCOMING)),
    async writeRows(client, rows, isFirst) {
      if (!isFirst) await client.query(EMPTY_INCOMING);
      try {
        return await insert(client, rows);
      } catch (error) {
        if (isMissingPartition(error)) partitions.forget();
        throw error;
      }
    },
    async applyRequest(client, request) {
      await applyRequest(client, request, { nowMs: now() });
      return { kind: 'carried_out' };
    },
    rejectionOf: rejection,
  });
}

/** Rows that are there already stay as they are, so a batch may come any number of times. */
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
