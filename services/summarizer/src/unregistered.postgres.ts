import type { PoolClient } from 'pg';
import type { PathCount } from './disclose-paths.ts';
import type { Counted } from './summarize.ts';

/** No summary of a definition can have a name that begins with an underscore. */
const NAME = '_unregistered';

/** More are nothing that anybody would read. Senders choose the paths, so their number has to have a bound. */
const MOST_SHOWN = 100;

/**
 * $1 day, $2 application, $3 telemetry type, $4 channel, $5 how many paths. The paths by the number of systems that sent them,
 * and of how many systems each is the first and the last in this order.
 */
const COUNT = `
  WITH sent AS MATERIALIZED (
    SELECT DISTINCT l.system_key, path FROM summary.latest AS l CROSS JOIN unnest(l.removed) AS path
    WHERE l.day = $1 AND l.application = $2 AND l.telemetry_type = $3 AND l.channel = $4
  ), ranked AS MATERIALIZED (
    SELECT path, count(*) AS systems, row_number() OVER (ORDER BY count(*) DESC, path COLLATE "C") AS rank
    FROM sent GROUP BY path
  ), of_system AS MATERIALIZED (
    SELECT min(rank) AS first, max(rank) AS last FROM sent JOIN ranked USING (path) GROUP BY system_key
  ), firsts AS (
    SELECT first AS rank, count(*) AS n FROM of_system GROUP BY first
  ), lasts AS (
    SELECT last AS rank, count(*) AS n FROM of_system GROUP BY last
  )
  SELECT path AS value, systems::int,
    coalesce(firsts.n, 0)::int AS "mostCommon", coalesce(lasts.n, 0)::int AS "leastCommon",
    (SELECT count(*)::int FROM of_system) AS all
  FROM ranked LEFT JOIN firsts USING (rank) LEFT JOIN lasts USING (rank)
  WHERE rank <= $5 ORDER BY rank`;

/** Counts where the systems of a day sent what is not registered. */
export async function countUnregistered(client: PoolClient, of: readonly string[]): Promise<Counted> {
  const { rows } = await client.query<PathCount & { all: number }>(COUNT, [...of, MOST_SHOWN]);
  const paths = rows.map(({ all: _, ...path }) => path);
  return { kind: 'unregistered', name: NAME, systems: rows[0]?.all ?? 0, paths };
}
