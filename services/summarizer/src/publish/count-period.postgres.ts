import { transact } from '@heliograph/postgres';
import type { Summary } from '@heliograph/schema';
import { type Counted, countActivity } from '@heliograph/schema/summaries';
import type { Pool } from 'pg';
import { COUNTING, countDay, type DayCounts, runOn } from './count-day.postgres.ts';
import type { PeriodKey } from './next-action.ts';

/** Counts a period as the summaries of its definition ask. Rejects with the errors of the store. */
export async function countPeriod(pool: Pool, key: PeriodKey, summaries: readonly Summary[]): Promise<DayCounts> {
  return key.period === 'day' ? countDay(pool, { ...key, day: key.start }, summaries) : countSpan(pool, key, summaries);
}

/** Of a week or a month there is nothing but who reported: any other figure would be an average of days. */
async function countSpan(pool: Pool, key: PeriodKey, summaries: readonly Summary[]): Promise<DayCounts> {
  return transact(pool, COUNTING, async (client) => {
    const { rows } = await client.query<{ changes: string }>(
      `SELECT changes FROM summary.spans
       WHERE period = $1 AND start = $2 AND application = $3 AND telemetry_type = $4 AND channel = $5`,
      [key.period, key.start, key.application, key.telemetry_type, key.channel],
    );
    const activity = await countActivity(runOn(client), key, key.period, key.start);
    const counted = summaries
      .filter(({ kind }) => kind === 'systems')
      .map(({ name }): Counted => ({ kind: 'systems', name, activity }));
    return { changes: BigInt(rows[0]?.changes ?? 0), systems: activity.active, counted };
  });
}
