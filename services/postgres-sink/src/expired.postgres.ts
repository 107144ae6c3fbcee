import { dropExpired } from '@heliograph/postgres';
import type { Pool } from 'pg';
import type { Partitions } from './partitions.postgres.ts';
import type { Expiry } from './retention.ts';

/** Deletes, row by row, what shares its day with something that is kept for longer. Rejects with errors of the store. */
export interface ExpiredRows {
  /** Resolves with the number of observations deleted; with some of them left where `signal` says to stop. */
  deleteObservations(expiry: Expiry, signal: AbortSignal): Promise<number>;
  /** Systems of one telemetry type, or of any, that have not been seen on the first day that is kept, or since. */
  deleteSystems(expiry: Pick<Expiry, 'firstDay'> & Partial<Expiry>, signal: AbortSignal): Promise<number>;
  /** Documents of exports, and receipts of long ago. `nowMs` is milliseconds since the epoch. */
  deleteRequests(nowMs: number): Promise<void>;
}

/** Some 10 MB of rows in a statement, so that nobody waits for it long. */
const ROWS_A_STATEMENT = 20_000;

/** Passes over rows that somebody is at work on, so that it waits for nobody. */
const deleting = (table: string, condition: string) => `
  DELETE FROM ${table} WHERE ctid = ANY (ARRAY (
    SELECT ctid FROM ${table} WHERE ${condition} LIMIT ${ROWS_A_STATEMENT} FOR UPDATE SKIP LOCKED))`;

/** $1 application, $2 telemetry type. One day at a time: a delete from all of them would read all of them. */
export const observationsIn = (partition: string) => deleting(partition, 'application = $1 AND telemetry_type = $2');

/** $1 application or null, $2 telemetry type or null, $3 the first day that is kept. */
const SYSTEMS = deleting(
  'telemetry.systems',
  `($1::text IS NULL OR application = $1) AND ($2::text IS NULL OR telemetry_type = $2)
     AND last_seen < $3::date::timestamp AT TIME ZONE 'UTC'`,
);

export function createExpiredRows(pool: Pool, partitions: Pick<Partitions, 'before'>): ExpiredRows {
  async function repeat(statement: string, values: readonly (string | undefined)[], signal: AbortSignal) {
    let deleted = 0;
    for (let rows = ROWS_A_STATEMENT; rows === ROWS_A_STATEMENT && !signal.aborted; deleted += rows)
      rows = (await pool.query(statement, [...values])).rowCount ?? 0;
    return deleted;
  }

  return {
    async deleteObservations({ application, telemetry_type, firstDay }, signal) {
      let deleted = 0;
      for (const partition of await partitions.before(firstDay))
        deleted += await repeat(observationsIn(partition), [application, telemetry_type], signal);
      return deleted;
    },
    deleteSystems: ({ application, telemetry_type, firstDay }, signal) =>
      repeat(SYSTEMS, [application, telemetry_type, firstDay], signal),
    async deleteRequests(nowMs) {
      await dropExpired(pool, nowMs);
    },
  };
}
