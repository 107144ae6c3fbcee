import { pointerSegments, type Summary } from '@heliograph/schema';
import { transact } from '@heliograph/service-kit';
import type { Pool, PoolClient } from 'pg';
import type { DayKey } from './duty.ts';
import type { Counted, Distribution } from './summarize.ts';
import { countUnregistered } from './unregistered.postgres.ts';

/** What the reports of a day come to, all at one moment. */
export interface DayCounts {
  /** How much had happened to the day by then; what happens later makes it dirty again. */
  readonly changes: bigint;
  /** How many systems reported. */
  readonly systems: number;
  readonly counted: readonly Counted[];
}

/** 2^0 to 2^63: the lower bounds of the histogram's buckets but the first, which holds all below 1, 0 included. */
const POWERS_OF_TWO = Array.from({ length: 64 }, (_, exponent) => 2 ** exponent);

const PERCENTILES = '{0.05,0.25,0.5,0.75,0.95}';

/** A day of a million systems takes a minute on two cores; a server that hangs is given up at some time all the same. */
const LONGEST_COUNT_MS = 10 * 60_000;
/** How long to wait for a server that does not even say that a count took too long. */
export const COUNT_TIMEOUT_MS = LONGEST_COUNT_MS + 10_000;
/** One moment for all figures of a day. */
const COUNTING = { mode: 'ISOLATION LEVEL REPEATABLE READ READ ONLY', patienceMs: LONGEST_COUNT_MS } as const;

const OF_DAY = 'l.day = $1 AND l.application = $2 AND l.telemetry_type = $3 AND l.channel = $4';

/** Counts the reports of a day as the summaries of its definition ask, and what they had that it does not have. Rejects with the errors of the store. */
export async function countDay(pool: Pool, key: DayKey, summaries: readonly Summary[]): Promise<DayCounts> {
  return transact(pool, COUNTING, async (client) => {
    const of = [key.day, key.application, key.telemetry_type, key.channel];
    const { rows } = await client.query<{ changes: string; systems: number }>(
      `SELECT changes, (SELECT count(*)::int FROM summary.latest AS l WHERE ${OF_DAY}) AS systems
       FROM summary.days AS l WHERE ${OF_DAY}`,
      of,
    );
    const counted: Counted[] = [];
    for (const summary of summaries) counted.push(await count(client, of, summary));
    counted.push(await countUnregistered(client, of));
    return { changes: BigInt(rows[0]?.changes ?? 0), systems: rows[0]?.systems ?? 0, counted };
  });
}

async function count(client: PoolClient, of: readonly string[], summary: Summary): Promise<Counted> {
  switch (summary.kind) {
    case 'systems':
      return summary;
    case 'share':
      return countShare(client, of, summary);
    case 'statistics':
      return countStatistics(client, of, summary);
    default:
      return summary satisfies never;
  }
}

async function countShare(client: PoolClient, of: readonly string[], summary: Extract<Summary, { kind: 'share' }>) {
  const { name, kind, field, levels = [] } = summary;
  const { sql, parameters } = itemsOf(of, field, `IN ('string', 'number', 'boolean')`);
  const { rows } = await client.query<{ key: string | null; value: string; systems: number; all: number }>(
    `WITH items AS (${sql})
     SELECT key, item #>> '{}' AS value, count(*)::int AS systems,
       (SELECT count(DISTINCT system_key)::int FROM items) AS all
     FROM items GROUP BY 1, 2`,
    parameters,
  );
  const counts = rows.map(({ key, value, systems }) => ({ key, value, systems }));
  return { name, kind, levels, systems: rows[0]?.all ?? 0, counts };
}

async function countStatistics(
  client: PoolClient,
  of: readonly string[],
  { name, kind, field }: Extract<Summary, { kind: 'statistics' }>,
) {
  const { sql, parameters } = itemsOf(of, field, `= 'number'`);
  // The mean is taken of exact numbers: a sum of floating-point ones would depend on the order of the rows.
  const { rows } = await client.query<Omit<Distribution, 'histogram'> & { all: number }>(
    `WITH items AS (${sql})
     SELECT key, count(*)::int AS systems, avg(item::numeric)::float8 AS mean,
       percentile_cont('${PERCENTILES}'::float8[]) WITHIN GROUP (ORDER BY item::numeric::float8) AS percentiles,
       (SELECT count(DISTINCT system_key)::int FROM items) AS all
     FROM items GROUP BY 1`,
    parameters,
  );
  const buckets = await client.query<{ key: string | null; bucket: number; systems: number }>(
    `SELECT key, width_bucket(item::numeric::float8, $${parameters.length + 1}::float8[]) AS bucket, count(*)::int AS systems
     FROM (${sql}) AS items GROUP BY 1, 2 ORDER BY 1, 2`,
    [...parameters, POWERS_OF_TWO],
  );
  const distributions = rows.map(({ key, systems, mean, percentiles }) => {
    const histogram = buckets.rows
      .filter((row) => row.key === key)
      .map((row) => ({
        from: POWERS_OF_TWO[row.bucket - 1] ?? null,
        to: POWERS_OF_TWO[row.bucket] ?? null,
        systems: row.systems,
      }));
    return { key, systems, mean, percentiles, histogram };
  });
  return { name, kind, systems: rows[0]?.all ?? 0, distributions };
}

/**
 * A query for the values at a pointer, one row for each system, and for each key of a map where the pointer has a `*`;
 * several keys are joined by a slash. A null is no value: the source says that it does not know.
 */
function itemsOf(of: readonly string[], pointer: string, ofType: string) {
  const parts = splitAtWildcards(pointerSegments(pointer));
  const path = (i: number) => `$${of.length + i + 1}::text[]`;
  const maps = parts.slice(1).map((_, i) => {
    const map = `${i === 0 ? 'l.payload' : `e${i}.value`} #> ${path(i)}`;
    return `CROSS JOIN LATERAL jsonb_each(CASE jsonb_typeof(${map}) WHEN 'object' THEN ${map} ELSE '{}' END) AS e${i + 1}`;
  });
  const keys = maps.map((_, i) => `e${i + 1}.key`);
  const last = maps.length;
  const item = `${last === 0 ? 'l.payload' : `e${last}.value`} #> ${path(last)}`;
  const sql = `
    SELECT l.system_key, ${keys.length === 0 ? 'NULL' : `concat_ws('/', ${keys.join(', ')})`} AS key, ${item} AS item
    FROM summary.latest AS l ${maps.join(' ')}
    WHERE ${OF_DAY} AND jsonb_typeof(${item}) ${ofType}`;
  return { sql, parameters: [...of, ...parts] };
}

function splitAtWildcards(segments: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  for (const segment of segments) {
    if (segment === '*') parts.push([]);
    else parts.at(-1)?.push(segment);
  }
  return parts;
}
