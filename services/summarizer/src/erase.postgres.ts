import { writeReceipt } from '@heliograph/postgres';
import { OF_SYSTEMS, systemsOf } from '@heliograph/postgres/sink';
import type { SystemRequest } from '@heliograph/schema';
import type { PoolClient } from 'pg';

const SOURCE = 'application, telemetry_type, channel';
const DAY_KEY = `day, ${SOURCE}`;
const SPAN_KEY = `period, start, ${SOURCE}`;

/** Whether one of the systems was active in the month that a day lies in, or on that day itself, given the bit of it. */
const wasActive = (of: string, day: string, bit = '') => `EXISTS (
  SELECT FROM summary.months AS m
  WHERE m.month = date_trunc('month', (${day})::timestamp)::date AND m.application = ${of}.application
    AND m.telemetry_type = ${of}.telemetry_type AND m.channel = ${of}.channel AND m.system_key = ANY ($2) ${bit})`;
const onDay = (day: string) => wasActive('d', day, `AND m.days & (1 << (extract(day FROM ${day})::integer - 1)) <> 0`);

/** $1 and $3 as in OF_SYSTEMS. */
const CAN_CHANGE = 'application = $1 AND ($3::text IS NULL OR telemetry_type = $3) AND NOT final';

/**
 * Has what the systems counted for summarised again, unless it is frozen: their days, and those after them, from which they
 * would be gone or back. An erasure is two changes: figures that were counted before it, and are on their way, are refused,
 * as if there were newer ones (`summarised` is past what they know of), and there is one more change for the next to know of.
 * Locks the days in key order, like everybody who writes.
 */
const RECOUNT_DAYS = `
  WITH open AS (
    SELECT ${DAY_KEY} FROM summary.days AS d
    WHERE ${CAN_CHANGE} AND (${onDay('d.day')} OR ${onDay('d.day - 1')})
    ORDER BY ${DAY_KEY} FOR UPDATE
  )
  UPDATE summary.days AS d SET changes = d.changes + 2, summarised = d.changes + 1
  FROM open WHERE (d.day, d.application, d.telemetry_type, d.channel)
    = (open.day, open.application, open.telemetry_type, open.channel)`;

/**
 * The same of the weeks and months, by the months in which the systems were active: those of the first day of the period
 * before, and of the last day of this one, are all there are. A week too many does no harm.
 */
const RECOUNT_SPANS = `
  WITH open AS (
    SELECT ${SPAN_KEY} FROM summary.spans AS s
    WHERE ${CAN_CHANGE} AND (${wasActive('s', "s.start - ('1 ' || period)::interval")}
      OR ${wasActive('s', "s.start + ('1 ' || period)::interval - interval '1 day'")})
    ORDER BY period DESC, start, ${SOURCE} FOR UPDATE
  )
  UPDATE summary.spans AS s SET changes = s.changes + 2, summarised = s.changes + 1
  FROM open WHERE (s.period, s.start, s.application, s.telemetry_type, s.channel)
    = (open.period, open.start, open.application, open.telemetry_type, open.channel)`;

/** In every month between the first day of a system and the last one in which it reported. */
const DELETE_ACTIVITY = `
  DELETE FROM summary.months AS m USING (
    SELECT generate_series(date_trunc('month', first_day::timestamp), last_month, '1 month')::date AS month,
      ${SOURCE}, system_key
    FROM summary.systems WHERE ${OF_SYSTEMS}
  ) AS known
  WHERE (m.month, m.application, m.telemetry_type, m.channel, m.system_key)
    = (known.month, known.application, known.telemetry_type, known.channel, known.system_key)`;

const DELETE_SYSTEMS = `DELETE FROM summary.systems WHERE ${OF_SYSTEMS}`;

/** Of frozen days as well, as long as their rows are held: nothing is counted of these again. */
const DELETE = `DELETE FROM summary.latest WHERE ${OF_SYSTEMS}`;

/**
 * Deletes what is held of a system, and writes the receipt. Doing so again changes nothing. What has been published stays
 * until the period is summarised again; what is frozen stays for ever.
 */
export async function erase(client: PoolClient, request: SystemRequest): Promise<void> {
  const { receipt, received_at: receivedAt } = request;
  const systems = systemsOf(request);
  // 1. First, because it waits for whoever is publishing one of these periods, and keeps others from starting to.
  await client.query(RECOUNT_DAYS, systems);
  await client.query(RECOUNT_SPANS, systems);
  for (const deletion of [DELETE, DELETE_ACTIVITY, DELETE_SYSTEMS]) await client.query(deletion, systems);
  // 2. Durable with the deletion, or not at all.
  await writeReceipt(client, { receipt, store: 'summaries', request: request.request, receivedAt });
}
