import { beginTransaction } from '@heliograph/postgres';
import type { Observation, SystemRequest } from '@heliograph/schema';
import type { OffsetRange } from '@heliograph/stream';
import type { Pool, PoolClient } from 'pg';
import { erase } from './erase.postgres.ts';
import { PositionMovedError, rejection } from './errors.ts';
import { type Entry, type Fate, type LatestWriter, stretchesOf } from './latest.ts';
import { upsertActivity } from './note-activity.postgres.ts';

export interface LatestWriterOptions {
  readonly pool: Pool;
  /** Whose positions these are: the consumer group and the topic, by their full names. */
  readonly consumer: string;
  readonly topic: string;
}

const POSITION = `
  SELECT next_offset FROM summary.positions WHERE consumer = $1 AND topic = $2 AND partition = $3`;

/** $1 consumer, $2 topic, $3 partition, $4 next, $5 from, $6 read until. Changes no row where the store is past `from`. */
const MOVE_POSITION = `
  INSERT INTO summary.positions AS p (consumer, topic, partition, next_offset, read_until) VALUES ($1, $2, $3, $4, $6)
  ON CONFLICT (consumer, topic, partition) DO UPDATE SET
    next_offset = excluded.next_offset, moved_at = excluded.moved_at, read_until = excluded.read_until
  WHERE p.next_offset <= $5`;

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
  return {
    async write(entries, range) {
      const { client, commit, rollback } = await beginTransaction(pool);
      try {
        // 1. First, because it locks the position: a second writer of the same partition waits here, and then is refused.
        await movePosition(client, [consumer, topic], range, newest(entries));
        const stretches = stretchesOf(entries);
        // 2. Each stretch locks in key order, but several of them would not.
        if (stretches.length > 1) await client.query(LOCK_DAYS, [entries.map(({ application }) => application)]);
        // 3. In the order of the log. Failing here, or anywhere before the commit, has changed nothing.
        const fates: Fate[] = [];
        for (const stretch of stretches) fates.push(...(await store(client, stretch)));
        return { fates, commit, rollback };
      } catch (error) {
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

async function movePosition(
  client: PoolClient,
  owner: readonly string[],
  range: OffsetRange,
  readUntil: string | undefined,
) {
  const moved = [range.partition, range.next, range.from, readUntil];
  const { rowCount } = await client.query(MOVE_POSITION, [...owner, ...moved]);
  if (rowCount !== 1) throw new PositionMovedError(`partition ${range.partition} is past offset ${range.from}`);
}

/** When the gateway received the newest of them; undefined of none. */
function newest(entries: readonly Entry[]): string | undefined {
  const [first, ...others] = entries.map(({ received_at: at }) => at);
  return first && others.reduce((a, b) => (Date.parse(a) > Date.parse(b) ? a : b), first);
}

/** Stores what can be stored. A stretch with a bad observation in it is undone and halved until that one stands alone. */
async function store(client: PoolClient, stretch: readonly Observation[] | SystemRequest): Promise<Fate[]> {
  await client.query('SAVEPOINT stretch');
  try {
    return 'request' in stretch ? await applyRequest(client, stretch) : await take(client, stretch);
  } catch (error) {
    const sqlstate = rejection(error);
    if (sqlstate === undefined) throw error;
    await client.query('ROLLBACK TO SAVEPOINT stretch');
    if ('request' in stretch || stretch.length === 1) return [{ kind: 'rejected', sqlstate }];
    const middle = Math.floor(stretch.length / 2);
    const first = await store(client, stretch.slice(0, middle));
    return [...first, ...(await store(client, stretch.slice(middle)))];
  }
}

async function take(client: PoolClient, observations: readonly Observation[]): Promise<Fate[]> {
  await upsertActivity(client, observations);
  const rows = JSON.stringify(observations.map((observation, n) => ({ n, ...observation })));
  return (await client.query<Fate>(TAKE, [rows])).rows;
}

async function applyRequest(client: PoolClient, request: SystemRequest): Promise<Fate[]> {
  await erase(client, request);
  return [{ kind: 'erased' }];
}
