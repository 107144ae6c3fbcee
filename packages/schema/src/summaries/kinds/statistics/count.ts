import { type DayKey, dayParameters, type RunQuery } from '../../counting/day.ts';
import { itemsOf, MOST_KEYS, NUMBERS } from '../../counting/items.ts';
import type { CountedStatistics, Distribution, StatisticsSummary } from './shape.ts';

/**
 * The lower ends of the buckets but the first, which holds what is negative: 0, 1, 2, 4 … 2^63. They reach PostgreSQL as the
 * numbers of a report do, with as few digits as tell them from their neighbours, so that 2^57 is not below itself.
 */
const ENDS = [0, ...Array.from({ length: 64 }, (_, exponent) => 2 ** exponent)];

const PERCENTILES = [5, 25, 50, 75, 95];

/**
 * A percentile lies at (systems - 1) × percentile / 100, counted from 0, in the ascending values: what stands at a place is
 * the largest value with no more than that many before it. Between two places it is interpolated.
 */
function percentileSql(percentile: number): string {
  const hundredfold = `(total - 1) * ${percentile}`;
  const low = `max(value) FILTER (WHERE before <= ${hundredfold} / 100)`;
  const high = `max(value) FILTER (WHERE before <= (${hundredfold} + 99) / 100)`;
  return `(${low} + (${high} - ${low}) * max(${hundredfold} % 100) / 100)::text`;
}

/** The parameters after those of the items: the ends of the buckets, how many keys. All in exact numbers, none rounded. */
const countSql = (items: string, first: number) => `
  WITH counts AS MATERIALIZED (
    SELECT key, value::numeric AS value, sum(systems) AS systems FROM (${items}) AS items GROUP BY 1, 2
  ), ordered AS (
    SELECT *, (sum(systems) OVER (PARTITION BY key))::bigint AS total,
      (sum(systems) OVER (PARTITION BY key ORDER BY value ROWS UNBOUNDED PRECEDING) - systems)::bigint AS before,
      max(abs(value)) OVER (PARTITION BY key) AS largest
    FROM counts
  ), distributions AS (
    SELECT key, sum(systems) AS systems, sum(value * systems) / sum(systems) AS mean,
      ARRAY[${PERCENTILES.map(percentileSql).join(', ')}] AS percentiles,
      sum(abs(value) * systems) AS sum, max(largest) AS first,
      CASE WHEN sum(systems) FILTER (WHERE abs(value) = largest) > 1 THEN max(largest)
        ELSE coalesce(max(abs(value)) FILTER (WHERE abs(value) < largest), 0) END AS second
    FROM ordered GROUP BY key ORDER BY systems DESC, key COLLATE "C" LIMIT $${first + 1}
  ), buckets AS (
    SELECT key, width_bucket(value, $${first}::numeric[]) AS bucket, sum(systems)::int AS systems FROM counts GROUP BY 1, 2
  ), histograms AS (
    SELECT key, json_agg(json_build_array(bucket, systems) ORDER BY bucket) AS histogram FROM buckets GROUP BY key
  )
  SELECT key, systems::int, mean::text, percentiles, sum::text, first::text, second::text, histogram
  FROM distributions JOIN histograms USING (key) ORDER BY key COLLATE "C"`;

/** Numbers as texts: JavaScript rounds them to its own, where PostgreSQL refuses what is too small or too large for those. */
interface Row {
  readonly key: string;
  readonly systems: number;
  readonly mean: string;
  readonly percentiles: readonly string[];
  readonly sum: string;
  readonly first: string;
  readonly second: string;
  readonly histogram: readonly (readonly [bucket: number, systems: number])[];
}

/**
 * Says how the numbers of a day are spread: of a map, those of each key. What is in lists is left out, because a system would
 * have several votes. Rejects with the errors of the store.
 */
export async function countStatistics(
  run: RunQuery,
  key: DayKey,
  { name, kind, field }: StatisticsSummary,
): Promise<CountedStatistics> {
  const { sql, parameters, hasKeys } = itemsOf(dayParameters(key), { pointer: field, ofType: NUMBERS });
  const rows = await run<Row>(countSql(sql, parameters.length + 1), [...parameters, ENDS, MOST_KEYS]);
  const distributions = rows.map((row) => toDistribution(row, hasKeys ? row.key : null));
  return { name, kind, distributions };
}

function toDistribution({ systems, mean, percentiles, histogram, ...row }: Row, key: string | null): Distribution {
  // A sum that is no number of JavaScript's would look as if no system dominated it.
  const sum = Math.min(Number(row.sum), Number.MAX_VALUE);
  return {
    key,
    systems,
    mean: Number(mean),
    percentiles: percentiles.map(Number),
    histogram: histogram.map(([bucket, n]) => ({
      from: ENDS[bucket - 1] ?? null,
      to: ENDS[bucket] ?? null,
      systems: n,
    })),
    magnitude: { sum, first: Number(row.first), second: Number(row.second) },
  };
}
