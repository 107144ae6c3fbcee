import { transact } from '@heliograph/postgres';
import { PublishedFigure, summaryKey } from '@heliograph/schema';
import type { Figure } from '@heliograph/schema/summaries';
import type { Pool, PoolClient } from 'pg';
import { isPaused } from '../import-lock.postgres.ts';
import { type OutboxEntry, writeOutbox } from '../outbox/outbox.postgres.ts';
import type { PeriodKey, PeriodState } from './next-action.ts';

export interface Publication {
  readonly figures: readonly Figure[];
  /** How much of what has happened to the period the figures know of. */
  readonly changes: bigint;
  /** Freezes the period, unless more has happened in the meantime. */
  readonly finally: boolean;
  readonly computedAt: Date;
}

/** `paused`: history is being imported, and nothing else is published until that is done. */
export type PublishResult = 'changed' | 'unchanged' | 'overtaken' | 'paused';

export interface Publisher {
  /** The days of which rows are still held, oldest first. */
  days(): Promise<PeriodState[]>;
  /** The weeks, and then the months, that may still change, oldest first. */
  spans(): Promise<PeriodState[]>;
  /** Publishes the figures of a period. Those that are the same as before keep their revision and time. */
  publish(key: PeriodKey, publication: Publication): Promise<PublishResult>;
  /** Freezes a period, and deletes the rows that its figures were counted from: nothing can be computed of it any more. */
  close(key: PeriodKey): Promise<'closed' | 'paused'>;
}

const OF_SOURCE = 'application = $1 AND telemetry_type = $2 AND channel = $3';
const OF_PERIOD = `${OF_SOURCE} AND period = $4 AND start = $5`;

const keyOf = ({ application, telemetry_type, channel, period, start }: PeriodKey) => [
  application,
  telemetry_type,
  channel,
  period,
  start,
];

/** Where the state of a period is kept, and which row of it. The period is a parameter in both, so that all have the same. */
const stateOf = ({ period }: PeriodKey) =>
  period === 'day'
    ? { table: 'summary.days', where: `${OF_SOURCE} AND $4 = 'day' AND day = $5` }
    : { table: 'summary.spans', where: OF_PERIOD };

/** No row where the period is frozen, where another process has published figures that know of more, or after an erasure. */
const moveOn = ({ table, where }: ReturnType<typeof stateOf>) => `
  UPDATE ${table} SET summarised = $6, final = $7 AND changes = $6
  WHERE ${where} AND NOT final AND summarised <= $6
  RETURNING final`;

const WITHDRAW = `DELETE FROM summary.published WHERE ${OF_PERIOD} AND name <> ALL ($6) RETURNING name`;

/** What the schema calls a PublishedFigure. */
const FIGURE = `application, telemetry_type, channel, period, start::text, name, kind, figures,
  systems::int, of_systems::int, revision, final, computed_at`;

/** $6 figures, $7 whether they are final, $8 when they were computed. Returns those that differ from what was published. */
const UPSERT = `
  INSERT INTO summary.published AS p
    (application, telemetry_type, channel, period, start, name, kind, figures, systems, of_systems, revision, final, computed_at)
  SELECT $1, $2, $3, $4, $5, name, kind, figures, systems, of_systems, 1, $7, $8
  FROM json_to_recordset($6::json) AS f (name text, kind text, figures jsonb, systems bigint, of_systems bigint)
  ON CONFLICT (application, telemetry_type, channel, period, name, start) DO UPDATE SET
    kind = excluded.kind, figures = excluded.figures, systems = excluded.systems, of_systems = excluded.of_systems,
    revision = p.revision + 1, final = excluded.final, computed_at = excluded.computed_at
  WHERE (p.kind, p.figures, p.systems, p.of_systems)
    IS DISTINCT FROM (excluded.kind, excluded.figures, excluded.systems, excluded.of_systems)
  RETURNING ${FIGURE}`;

const STATE = 'changes > summarised AS dirty, summarised > 0 AS summarised, final';

const DAYS = `
  SELECT 'day' AS period, day::text AS start, application, telemetry_type, channel, ${STATE}, false AS open
  FROM summary.days WHERE NOT emptied ORDER BY day, 3, 4, 5`;

/** A day of it, or one of the period before it, that may change keeps a week or a month from being frozen. */
const SPANS = `
  SELECT period, start::text, application, telemetry_type, channel, ${STATE}, EXISTS (
    SELECT FROM summary.days AS d
    WHERE (d.application, d.telemetry_type, d.channel) = (s.application, s.telemetry_type, s.channel) AND NOT d.final
      AND d.day >= s.start - ('1 ' || period)::interval AND d.day < s.start + ('1 ' || period)::interval
  ) AS open
  FROM summary.spans AS s WHERE NOT final ORDER BY period DESC, s.start, 3, 4, 5`;

/** The rest of them: the same figures as before, and from now on for ever. */
const FREEZE = `UPDATE summary.published SET final = true WHERE ${OF_PERIOD} AND NOT final RETURNING ${FIGURE}`;

export interface PublisherOptions {
  readonly pool: Pool;
  /** Whether this is the process that imports history, for which the others pause. */
  readonly isImporting?: boolean;
}

/** All methods reject with the errors of the store. */
export function createPublisher({ pool, isImporting = false }: PublisherOptions): Publisher {
  const mayNot = async (client: PoolClient) => !isImporting && (await isPaused(client));
  return {
    days: async () => (await pool.query<PeriodState>(DAYS)).rows,
    spans: async () => (await pool.query<PeriodState>(SPANS)).rows,

    async publish(key, { figures, changes, finally: isLast, computedAt }) {
      const of = keyOf(key);
      return transact(pool, {}, async (client) => {
        if (await mayNot(client)) return 'paused';
        // 1. First, because it locks the period: no report of it can be taken in until the figures are durable.
        const state = await client.query<{ final: boolean }>(moveOn(stateOf(key)), [...of, changes, isLast]);
        const [now] = state.rows;
        if (now === undefined) return 'overtaken';
        // 2. What a definition no longer asks for is no longer said.
        const withdrawn = await client.query<{ name: string }>(WITHDRAW, [...of, figures.map(({ name }) => name)]);
        // 3. Only figures that differ are written.
        const written = await client.query(UPSERT, [...of, JSON.stringify(figures), now.final, computedAt]);
        const frozen = now.final ? (await client.query(FREEZE, of)).rows : [];
        // 4. Durable with the rows, so that the topic says what they say.
        const gone = withdrawn.rows.map(({ name }) => ({ key: summaryKey({ ...key, name }), value: null }));
        await writeOutbox(client, [...gone, ...[...written.rows, ...frozen].map(toEntry)]);
        return withdrawn.rowCount === 0 && written.rowCount === 0 ? 'unchanged' : 'changed';
      });
    },

    async close(key) {
      const of = keyOf(key);
      return transact(pool, {}, async (client) => {
        if (await mayNot(client)) return 'paused';
        const { table, where } = stateOf(key);
        const emptied = key.period === 'day' ? ', emptied = true' : '';
        await client.query(`UPDATE ${table} SET final = true${emptied} WHERE ${where}`, of);
        if (key.period === 'day') {
          await client.query(`DELETE FROM summary.latest WHERE ${where}`, of);
        }
        // Where there is no definition any more, nothing has been frozen until now.
        const frozen = await client.query(FREEZE, of);
        await writeOutbox(client, frozen.rows.map(toEntry));
        return 'closed';
      });
    },
  };
}

function toEntry(row: { computed_at: Date }): OutboxEntry {
  const value = PublishedFigure.parse({ ...row, computed_at: row.computed_at.toISOString() });
  return { key: summaryKey(value), value };
}
