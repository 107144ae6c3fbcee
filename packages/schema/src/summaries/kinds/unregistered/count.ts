import type { ValueCount } from '../../contract/numbers.ts';
import { type DayKey, dayParameters, OF_DAY, type RunQuery } from '../../counting/day.ts';
import type { CountedUnregistered } from './shape.ts';

/** No summary of a definition can have a name that begins with an underscore. */
const NAME = '_unregistered';

/** More are nothing that anybody would read. Senders choose the paths, so their number has to have a bound. */
const MOST_SHOWN = 100;

/** $1 to $4 the day, $5 how many paths. Systems that sent the same are counted before anything is made of it. */
const COUNT = `
  WITH lists AS MATERIALIZED (
    SELECT row_number() OVER () AS list, removed, count(*) AS systems FROM summary.latest AS l
    WHERE ${OF_DAY} AND removed <> '{}' GROUP BY removed
  ), sent AS (
    SELECT DISTINCT list, path, systems FROM lists CROSS JOIN unnest(removed) AS path
  )
  SELECT path AS value, sum(systems)::int AS systems FROM sent
  GROUP BY path ORDER BY sum(systems) DESC, path COLLATE "C" LIMIT $5`;

/** Counts where the systems of a day sent what is not registered. */
export async function countUnregistered(run: RunQuery, key: DayKey): Promise<CountedUnregistered> {
  const paths = await run<ValueCount>(COUNT, [...dayParameters(key), MOST_SHOWN]);
  return { kind: 'unregistered', name: NAME, paths };
}
