import type { Observation } from '@heliograph/schema';
import type { PoolClient } from 'pg';

const SOURCE = 'application, telemetry_type, channel';
const DAY_KEY = `day, ${SOURCE}`;
const SPAN_KEY = `period, start, ${SOURCE}`;

/** The first day of the period that a day lies in. */
const startOf = (period: string, day: string) => `date_trunc(${period}, ${day}::timestamp)::date`;

/**
 * $1 an array of observations. Notes on each day that is not final how many have come for it; this locks the day, so that
 * none is frozen while rows are on their way to it.
 *
 * A system that comes to a day for the first time (`came`) changes more than that day: it is no longer gone from the next
 * one, or back on it. Where it was known only from a later one until now, it was new on that, and is older on all that
 * follow (`was_new_later`). So does it change its week and month and the next ones. All of these that are there and not
 * final have changed as well.
 *
 * Days are locked before weeks, and weeks before months, each in key order, so that no two writers can deadlock: what sorts
 * the spans has read all of `open` before the first of them is written.
 */
const NOTE = `
  WITH incoming AS MATERIALIZED (
    SELECT *, ${startOf("'month'", 'day')} AS month, 1 << (extract(day FROM day)::integer - 1) AS bit
    FROM json_to_recordset($1::json) AS r (day date, application text, telemetry_type text, channel text, system_key text)
  ), came AS MATERIALIZED (
    SELECT DISTINCT incoming.*, s.first_day, s.last_month
    FROM incoming
    LEFT JOIN summary.systems AS s USING (application, system_key, telemetry_type, channel)
    LEFT JOIN summary.months AS m USING (month, ${SOURCE}, system_key)
    WHERE coalesce(m.days, 0) & bit = 0
  ), turned AS MATERIALIZED (
    SELECT ${DAY_KEY}, coalesce(bool_or(day < first_day), false) AS was_new_later FROM came GROUP BY ${DAY_KEY}
  ), open AS (
    INSERT INTO summary.days AS d (${DAY_KEY}, changes)
    SELECT ${DAY_KEY}, sum(n) FROM (
      SELECT ${DAY_KEY}, count(*) AS n FROM incoming GROUP BY ${DAY_KEY}
      UNION ALL
      SELECT later.day, ${SOURCE}, 1 FROM turned JOIN summary.days AS later USING (${SOURCE})
      WHERE NOT later.final AND later.day > turned.day AND (was_new_later OR later.day = turned.day + 1)
    ) AS changed
    GROUP BY ${DAY_KEY} ORDER BY ${DAY_KEY}
    ON CONFLICT (${DAY_KEY}) DO UPDATE SET changes = d.changes + excluded.changes WHERE NOT d.final
    RETURNING ${DAY_KEY}
  ), spans AS (
    INSERT INTO summary.spans AS s (${SPAN_KEY}, changes)
    SELECT ${SPAN_KEY}, count(*) FROM (
      SELECT period, ${startOf('period', 'day')} AS start, ${SOURCE}
      FROM turned JOIN open USING (${DAY_KEY}) CROSS JOIN (VALUES ('week'), ('month')) AS p (period)
      UNION ALL
      SELECT period, start, ${SOURCE}
      FROM turned JOIN open USING (${DAY_KEY}) JOIN summary.spans AS later USING (${SOURCE})
      WHERE NOT later.final AND start > day
        AND (was_new_later OR start = ${startOf('period', 'day')} + ('1 ' || period)::interval)
    ) AS changed
    GROUP BY ${SPAN_KEY} ORDER BY period DESC, start, ${SOURCE}
    ON CONFLICT (${SPAN_KEY}) DO UPDATE SET changes = s.changes + excluded.changes WHERE NOT s.final
  ), known AS (
    INSERT INTO summary.systems AS s (application, system_key, telemetry_type, channel, first_day, last_month)
    SELECT application, system_key, telemetry_type, channel, min(day), max(month) FROM came JOIN open USING (${DAY_KEY})
    WHERE first_day IS NULL OR day < first_day OR month > last_month
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
    ON CONFLICT (application, system_key, telemetry_type, channel) DO UPDATE SET
      first_day = least(s.first_day, excluded.first_day), last_month = greatest(s.last_month, excluded.last_month)
  )
  INSERT INTO summary.months AS m (month, ${SOURCE}, system_key, days)
  SELECT month, ${SOURCE}, system_key, bit_or(bit) FROM came JOIN open USING (${DAY_KEY})
  GROUP BY month, ${SOURCE}, system_key ORDER BY month, ${SOURCE}, system_key
  ON CONFLICT (month, ${SOURCE}, system_key) DO UPDATE SET days = m.days | excluded.days`;

/**
 * Notes what has come for which day, and which systems were active on it. Part of the transaction that takes the
 * observations in; rejects with the errors of the store.
 */
export async function upsertActivity(client: PoolClient, observations: readonly Observation[]): Promise<void> {
  const places = observations.map(({ day, application, telemetry_type, channel, system_key }) => ({
    day,
    application,
    telemetry_type,
    channel,
    system_key,
  }));
  await client.query(NOTE, [JSON.stringify(places)]);
}
