import { transact } from '@heliograph/service-kit';
import type { Pool } from 'pg';
import type { DayKey, DayState } from './duty.ts';
import type { Figure } from './summarize.ts';

const OF_DAY = 'day = $1 AND application = $2 AND telemetry_type = $3 AND channel = $4';
const keyOf = ({ day, application, telemetry_type, channel }: DayKey) => [day, application, telemetry_type, channel];

export interface Publication {
  readonly figures: readonly Figure[];
  /** How much of what has happened to the day the figures know of. */
  readonly changes: bigint;
  /** Freezes the day, unless more has happened in the meantime. */
  readonly finally: boolean;
  readonly computedAt: Date;
}

export interface Publisher {
  /** The days of which rows are still held, oldest first. */
  days(): Promise<DayState[]>;
  /** Publishes the figures of a day. Those that are the same as before keep their revision and time. */
  publish(key: DayKey, publication: Publication): Promise<'changed' | 'unchanged' | 'overtaken'>;
  /** Deletes the rows of a day, and freezes it: nothing can be computed of it any more. */
  empty(key: DayKey): Promise<void>;
}

/** No row where the day is frozen, where another process has published figures that know of more, or after an erasure. */
const MOVE_ON = `
  UPDATE summary.days SET summarised = $5, final = $6 AND changes = $5
  WHERE ${OF_DAY} AND NOT final AND summarised <= $5
  RETURNING final`;

const WITHDRAW = `DELETE FROM summary.published WHERE ${OF_DAY} AND name <> ALL ($5)`;

const UPSERT = `
  INSERT INTO summary.published AS p
    (day, application, telemetry_type, channel, name, kind, figures, systems, of_systems, revision, final, computed_at)
  SELECT $1, $2, $3, $4, name, kind, figures, systems, of_systems, 1, false, $6
  FROM json_to_recordset($5::json) AS f (name text, kind text, figures jsonb, systems bigint, of_systems bigint)
  ON CONFLICT (day, application, telemetry_type, channel, name) DO UPDATE SET
    kind = excluded.kind, figures = excluded.figures, systems = excluded.systems, of_systems = excluded.of_systems,
    revision = p.revision + 1, computed_at = excluded.computed_at
  WHERE (p.kind, p.figures, p.systems, p.of_systems)
    IS DISTINCT FROM (excluded.kind, excluded.figures, excluded.systems, excluded.of_systems)`;

const FREEZE = `UPDATE summary.published SET final = true WHERE ${OF_DAY}`;

/** All methods reject with the errors of the store. */
export function createPublisher(pool: Pool): Publisher {
  return {
    async days() {
      const { rows } = await pool.query<DayState>(
        `SELECT day::text, application, telemetry_type, channel, changes > summarised AS dirty, final
         FROM summary.days WHERE NOT emptied ORDER BY 1, 2, 3, 4`,
      );
      return rows;
    },

    async publish(key, { figures, changes, finally: isLast, computedAt }) {
      const of = keyOf(key);
      return transact(pool, {}, async (client) => {
        // 1. First, because it locks the day: no report of it can be taken in until the figures are durable.
        const day = await client.query<{ final: boolean }>(MOVE_ON, [...of, changes, isLast]);
        if (day.rows[0] === undefined) return 'overtaken';
        // 2. What a definition no longer asks for is no longer said.
        const withdrawn = await client.query(WITHDRAW, [...of, figures.map(({ name }) => name)]);
        // 3. Only figures that differ are written.
        const written = await client.query(UPSERT, [...of, JSON.stringify(figures), computedAt]);
        if (day.rows[0].final) await client.query(FREEZE, of);
        return withdrawn.rowCount === 0 && written.rowCount === 0 ? 'unchanged' : 'changed';
      });
    },

    async empty(key) {
      const of = keyOf(key);
      await transact(pool, {}, async (client) => {
        await client.query(`UPDATE summary.days SET final = true, emptied = true WHERE ${OF_DAY}`, of);
        await client.query(`DELETE FROM summary.latest WHERE ${OF_DAY}`, of);
      });
    },
  };
}
