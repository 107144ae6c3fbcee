import { COLUMNS } from './rows.ts';

/**
 * The table that rows are copied into is the connection's own and is emptied with each transaction. It is not dropped:
 * that would write to the system catalogue with every batch.
 */
export const CREATE_INCOMING = `
  CREATE TEMPORARY TABLE IF NOT EXISTS incoming (LIKE telemetry.observations) ON COMMIT DELETE ROWS`;

/** Writes to the catalogue, so it is for the few batches that are stored in several segments. */
export const EMPTY_INCOMING = 'TRUNCATE incoming';

export const COPY = `COPY incoming (${COLUMNS.join(', ')}) FROM STDIN`;

/** Returns the keys of the rows that were not there yet. */
export const INSERT_NEW = `
  INSERT INTO telemetry.observations (${COLUMNS.join(', ')})
  SELECT ${COLUMNS.join(', ')} FROM incoming
  ON CONFLICT DO NOTHING
  RETURNING day::text || ' ' || id AS key`;

const NEWER = '(excluded.last_seen, excluded.last_received) > (s.last_seen, s.last_received)';
const ifNewer = (column: string) => `${column} = CASE WHEN ${NEWER} THEN excluded.${column} ELSE s.${column} END`;

/** Keeps the earliest first_seen, and takes the rest from the newest observation. In key order: no two can deadlock. */
export const UPSERT_SYSTEMS = `
  INSERT INTO telemetry.systems AS s
    (application, telemetry_type, system_key, channel, first_seen, last_seen, last_received, last_id)
  SELECT DISTINCT ON (application, telemetry_type, system_key)
    application, telemetry_type, system_key, channel,
    min(observed_at) OVER (PARTITION BY application, telemetry_type, system_key), observed_at, received_at, id
  FROM incoming
  ORDER BY application, telemetry_type, system_key, observed_at DESC, received_at DESC
  ON CONFLICT (application, telemetry_type, system_key) DO UPDATE SET
    first_seen = least(s.first_seen, excluded.first_seen),
    ${['channel', 'last_seen', 'last_received', 'last_id'].map(ifNewer).join(',\n    ')}
  WHERE excluded.first_seen < s.first_seen OR ${NEWER}`;
