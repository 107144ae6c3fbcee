import type { SourceKey } from '@heliograph/schema/summaries';
import type { Pool } from 'pg';

/** What readers of the figures of some days should know. */
export interface Notice {
  /** 1 to 300 characters. */
  readonly text: string;
  /** The first day, YYYY-MM-DD. */
  readonly from: string;
  /** The last day; null: for all that follow as well. */
  readonly to: string | null;
}

/** Adds nothing where the same has been said of all these days already. */
const ADD = `
  INSERT INTO summary.notices (application, telemetry_type, channel, notice, from_day, to_day)
  SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (
    SELECT FROM summary.notices
    WHERE (application, telemetry_type, channel, notice) = ($1, $2, $3, $4) AND from_day <= $5
      AND coalesce(to_day, 'infinity') >= coalesce($6::date, 'infinity'))
  ON CONFLICT (application, telemetry_type, channel, from_day, notice) DO UPDATE SET to_day = excluded.to_day`;

/** Shows a notice beside the figures of a source. Rejects with the errors of the store. */
export async function addNotice(pool: Pool, source: SourceKey, { text, from, to }: Notice): Promise<void> {
  await pool.query(ADD, [source.application, source.telemetry_type, source.channel, text, from, to]);
}
