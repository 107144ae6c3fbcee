import { transact } from '@heliograph/postgres';
import { DAY_MS } from '@heliograph/schema';
import type { Pool } from 'pg';
import { isPaused } from './import-lock.postgres.ts';
import { type GracePeriods, LONGEST_LATE_WINDOW_MS } from './publish/next-action.ts';

/** A year, and a month for those who start their computers once a year on a day that moves. */
const SYSTEMS_KEPT_MS = 400 * DAY_MS;
/** Rows that are deleted at once: some milliseconds, for whoever waits for them. */
const CHUNK = 5000;

/** $1 a moment. A month that had not ended by then is needed, and the one before it; so is either that is older and still open. */
const NEEDED = `
  SELECT (date_trunc('month', least($1::timestamptz AT TIME ZONE 'UTC',
    (SELECT min(day) FROM summary.days WHERE NOT final),
    (SELECT min(start) FROM summary.spans WHERE NOT final))) - interval '1 month')::date::text AS month`;

/** Rows that somebody is about to change are left for the next time, so that nobody waits for anybody in a circle. */
const chunk = (table: string, column: string) => `
  DELETE FROM ${table} WHERE ctid = ANY (ARRAY (
    SELECT ctid FROM ${table} WHERE ${column} < $1::date LIMIT ${CHUNK} FOR UPDATE SKIP LOCKED))`;

/**
 * Deletes who was active in months that no figure is counted from any more, and the systems that were not seen for so long
 * that they count as gone for good. Rejects with the errors of the store.
 */
export async function forget(
  pool: Pool,
  nowMs: number,
  { graceMs, keepMs }: GracePeriods,
  signal: AbortSignal,
): Promise<void> {
  const openSince = new Date(nowMs - LONGEST_LATE_WINDOW_MS - graceMs - keepMs);
  const { rows } = await pool.query<{ month: string }>(NEEDED, [openSince]);
  const lastSeen = new Date(nowMs - SYSTEMS_KEPT_MS).toISOString().slice(0, 8);
  await forgetBefore('summary.months', 'month', rows[0]?.month ?? '-infinity');
  await forgetBefore('summary.systems', 'last_month', `${lastSeen}01`);

  async function forgetBefore(table: string, column: string, day: string): Promise<void> {
    let deleted: number | null = CHUNK;
    while (deleted === CHUNK && !signal.aborted) {
      deleted = await transact(pool, {}, async (client) =>
        (await isPaused(client)) ? 0 : (await client.query(chunk(table, column), [day])).rowCount,
      );
    }
  }
}
