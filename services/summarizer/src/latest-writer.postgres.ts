import { createTransactionalWriter, type Entry } from '@heliograph/postgres/sink';
import type { Observation } from '@heliograph/schema';
import type { Pool, PoolClient } from 'pg';
import { erase } from './erase.postgres.ts';
import { rejection } from './errors.ts';
import type { Fate, LatestWriter } from './latest.ts';
import { upsertActivity } from './note-activity.postgres.ts';

export interface LatestWriterOptions {
  readonly pool: Pool;
  /** Whose positions these are: the consumer group and the topic, by their full names. */
  readonly consumer: string;
  readonly topic: string;
}

const DAY_KEY = 'day, application, telemetry_type, channel';

/** $1 applications. All that a batch may change of them, so that no two writers wait for each other. */
const LOCK_DAYS = `
  SELECT FROM summary.days WHERE application = ANY ($1) AND NOT final ORDER BY ${DAY_KEY} FOR UPDATE`;

/**
 * $1 an array of observations, each with its place `n`, of days that this transaction has locked unless they are final. Keeps
 * the newest of each system, by the id where two are as new. Returns what became of each place.
 */
const TAKE = `
  WITH incoming AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS r (
      n integer, day date, application text, telemetry_type text, channel text, system_key text,
      observed_at timestamptz, received_at timestamptz, id uuid, payload jsonb, removed text[])
  ), open AS MATERIALIZED (
    SELECT ${DAY_KEY}, true AS is_open FROM summary.days
    WHERE (${DAY_KEY}) IN (SELECT ${DAY_KEY} FROM incoming) AND NOT final
  ), taken AS (
    INSERT INTO summary.latest AS l (${DAY_KEY}, system_key, observed_at, received_at, id, payload, removed)
    SELECT DISTINCT ON (${DAY_KEY}, system_key)
      ${DAY_KEY}, system_key, observed_at, received_at, id, payload, removed
    FROM incoming JOIN open USING (${DAY_KEY})
    ORDER BY ${DAY_KEY}, system_key, observed_at DESC, received_at DESC, id DESC
    ON CONFLICT (${DAY_KEY}, system_key) DO UPDATE SET
      observed_at = excluded.observed_at, received_at = excluded.received_at,
      id = excluded.id, payload = excluded.payload, removed = excluded.removed
    WHERE (excluded.observed_at, excluded.received_at, excluded.id) > (l.observed_at, l.received_at, l.id)
    RETURNING ${DAY_KEY}, system_key, id, true AS is_taken
  )
  SELECT CASE WHEN is_taken THEN 'taken' WHEN is_open THEN 'superseded' ELSE 'day_is_final' END AS kind
  FROM incoming LEFT JOIN open USING (${DAY_KEY}) LEFT JOIN taken USING (${DAY_KEY}, system_key, id)
  ORDER BY n`;

/** The latest observations, what has changed on which day, who was active on it and the position in the log, in one SQL transaction. */
export function createLatestWriter({ pool, consumer, topic }: LatestWriterOptions): LatestWriter {
  return createTransactionalWriter<Observation, Fate>({
    pool,
    owner: { consumer, topic },
    positions: { name: 'summary.positions', refreshedColumns: ['moved_at'], extraColumn: 'read_until' },
    extraOf: newest,
    async beforeSegments(client, entries, segments) {
      // Each segment locks in key order, but several of them would not.
      if (segments > 1) await client.query(LOCK_DAYS, [entries.map(({ application }) => application)]);
    },
    writeRows: take,
    async applyRequest(client, request) {
      await erase(client, request);
      return { kind: 'erased' };
    },
    rejectionOf: rejection,
  });
}

/** When the gateway received the newest of them; undefined of none. */
function newest(entries: readonly Entry<Observation>[]): string | undefined {
  const [first, ...others] = entries.map(({ received_at: at }) => at);
  return first && others.reduce((a, b) => (Date.parse(a) > Date.parse(b) ? a : b), first);
}

async function take(client: PoolClient, observations: readonly Observation[]): Promise<Fate[]> {
  await upsertActivity(client, observations);
  const rows = JSON.stringify(observations.map((observation, n) => ({ n, ...observation })));
  return (await client.query<Fate>(TAKE, [rows])).rows;
}
