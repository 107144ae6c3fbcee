import { pointerSegments } from '../../../field.ts';
import { shortenVersionSql, type VersionLevel } from '../../../version.ts';
import { type DayKey, dayParameters, OF_DAY, type RunQuery } from '../../counting/day.ts';
import { SCALARS } from '../../counting/items.ts';
import type { Cell, CountedCross, CrossSummary } from './shape.ts';

/** Of rows, and of columns: nobody reads more, and what comes here stays below a hundred thousand cells. */
const MOST_NAMES = 300;

const nameSql = (item: string, level: VersionLevel | undefined) =>
  `CASE WHEN jsonb_typeof(${item}) ${SCALARS} THEN ${shortenVersionSql(`(${item} #>> '{}')`, level)} END`;

/** The most frequent names of an axis, or the first where several are as frequent; $7 says how many. */
const axisSql = (axis: 'r' | 'c') => `
  SELECT ${axis} FROM named WHERE ${axis} IS NOT NULL
  GROUP BY ${axis} ORDER BY sum(systems) DESC, ${axis} COLLATE "C" LIMIT $7`;

/** $5 and $6 where the values of rows and columns are. Equal pairs are counted before they are shortened. */
const countSql = (rowLevel: VersionLevel | undefined, columnLevel: VersionLevel | undefined) => `
  WITH pairs AS (
    SELECT l.payload #> $5::text[] AS r, l.payload #> $6::text[] AS c, count(*) AS systems
    FROM summary.latest AS l WHERE ${OF_DAY} GROUP BY 1, 2
  ), named AS MATERIALIZED (
    SELECT ${nameSql('r', rowLevel)} AS r, ${nameSql('c', columnLevel)} AS c, sum(systems) AS systems
    FROM pairs GROUP BY 1, 2
  ), kept_rows AS (${axisSql('r')}), kept_columns AS (${axisSql('c')})
  SELECT kept_rows.r AS "row", kept_columns.c AS "column", sum(systems)::int AS systems
  FROM named LEFT JOIN kept_rows USING (r) LEFT JOIN kept_columns USING (c)
  WHERE kept_rows.r IS NOT NULL OR kept_columns.c IS NOT NULL
  GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`;

/** Counts the systems of a day by two values. Rejects with the errors of the store. */
export async function countCross(
  run: RunQuery,
  key: DayKey,
  { name, kind, rows, columns, row_level, column_level }: CrossSummary,
): Promise<CountedCross> {
  const paths = [rows, columns].map(pointerSegments);
  const cells = await run<Cell>(countSql(row_level, column_level), [...dayParameters(key), ...paths, MOST_NAMES]);
  return { name, kind, row_level: row_level ?? null, column_level: column_level ?? null, cells };
}
