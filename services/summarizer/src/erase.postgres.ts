import { writeReceipt } from '@heliograph/receipts';
import type { SystemRequest } from '@heliograph/schema';
import type { PoolClient } from 'pg';

/** $1 application, $2 system keys, $3 the telemetry type, or null for all of them. */
const OF_SYSTEM = 'application = $1 AND system_key = ANY ($2) AND ($3::text IS NULL OR telemetry_type = $3)';
const DAY_KEY = 'day, application, telemetry_type, channel';

/**
 * Has the days that the system counted for summarised again, unless they are frozen. An erasure is two changes: figures that
 * were counted before it, and are on their way, are refused, as if there were newer ones (`summarised` is past what they
 * know of), and there is one more change for the next to know of. Locks the days in key order, like everybody who writes.
 */
const RECOUNT = `
  WITH open AS (
    SELECT ${DAY_KEY} FROM summary.days
    WHERE (${DAY_KEY}) IN (SELECT ${DAY_KEY} FROM summary.latest WHERE ${OF_SYSTEM}) AND NOT final
    ORDER BY ${DAY_KEY} FOR UPDATE
  )
  UPDATE summary.days AS d SET changes = d.changes + 2, summarised = d.changes + 1
  FROM open WHERE (d.day, d.application, d.telemetry_type, d.channel)
    = (open.day, open.application, open.telemetry_type, open.channel)`;

/** Of frozen days as well, as long as their rows are held: nothing is counted of these again. */
const DELETE = `DELETE FROM summary.latest WHERE ${OF_SYSTEM}`;

/**
 * Deletes what is held of a system, and writes the receipt. Doing so again changes nothing. What has been published stays
 * until the day is summarised again; what is frozen stays for ever.
 */
export async function erase(client: PoolClient, request: SystemRequest): Promise<void> {
  const { application, system_keys, telemetry_type = null, receipt, received_at: receivedAt } = request;
  const system = [application, system_keys, telemetry_type];
  // 1. First, because it waits for whoever is publishing one of these days, and keeps others from starting to.
  await client.query(RECOUNT, system);
  await client.query(DELETE, system);
  // 2. Durable with the deletion, or not at all.
  await writeReceipt(client, { receipt, store: 'summaries', request: request.request, receivedAt });
}
