import type { PublishedFigure } from '@heliograph/schema';
import type { PoolClient } from 'pg';

/** One record that the topic of the summaries is to get. */
export interface OutboxEntry {
  /** The summaryKey of the figure. */
  readonly key: string;
  /** Null: the figure has been withdrawn. */
  readonly value: PublishedFigure | null;
}

/** The same as it is stored. */
export interface OutboxRow {
  readonly id: string;
  readonly key: string;
  /** JSON, or null for a tombstone. */
  readonly value: string | null;
}

/** $1 keys, $2 values; in their order. */
const WRITE = `
  INSERT INTO summary.outbox (key, value)
  SELECT key, value FROM unnest($1::text[], $2::json[]) WITH ORDINALITY AS e (key, value, n) ORDER BY n`;

/** One process at a time takes from the outbox; the number is the lock's name, and means nothing. */
const TRY_LOCK = `
  SELECT pg_try_advisory_xact_lock(7046029254386353131) AND EXISTS (SELECT FROM summary.outbox) AS has_work`;

const OLDEST = 'SELECT id, key, value::text FROM summary.outbox ORDER BY id LIMIT $1';
const DELETE = 'DELETE FROM summary.outbox WHERE id = ANY ($1)';
const COUNT = 'SELECT count(*)::int AS waiting FROM summary.outbox';

/** Part of the transaction that publishes: the topic is told if, and only if, the figures are durable. */
export async function writeOutbox(client: PoolClient, entries: readonly OutboxEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const values = entries.map(({ value }) => (value === null ? null : JSON.stringify(value)));
  await client.query(WRITE, [entries.map(({ key }) => key), values]);
}

/** Whether there is something to send and this transaction alone may send it, until its end. */
export async function lockOutbox(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ has_work: boolean }>(TRY_LOCK);
  return rows[0]?.has_work === true;
}

/** The `most` rows that have waited longest, in the order in which they were written. */
export async function oldestRows(client: PoolClient, most: number): Promise<OutboxRow[]> {
  const { rows } = await client.query<OutboxRow>(OLDEST, [most]);
  return rows;
}

export async function deleteRows(client: PoolClient, rows: readonly OutboxRow[]): Promise<void> {
  await client.query(DELETE, [rows.map(({ id }) => id)]);
}

/** How many rows wait. */
export async function countRows(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ waiting: number }>(COUNT);
  return rows[0]?.waiting ?? 0;
}
