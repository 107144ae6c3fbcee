import type { Summary } from '@heliograph/schema';
import { transact } from '@heliograph/service-kit';
import type { Pool, PoolClient } from 'pg';
import { countActivity } from './activity.postgres.ts';
import { countAge } from './count-age.postgres.ts';
import { countCross } from './count-cross.postgres.ts';
import { countShare } from './count-share.postgres.ts';
import { countStatistics } from './count-statistics.postgres.ts';
import type { Counted } from './counted.ts';
import { dayParameters, OF_DAY } from './day.postgres.ts';
import type { DayKey } from './duty.ts';
import { countUnregistered } from './unregistered.postgres.ts';

/** What the reports of a day come to, all at one moment. */
export interface DayCounts {
  /** How much had happened to the day by then; what happens later makes it dirty again. */
  readonly changes: bigint;
  /** How many systems reported. */
  readonly systems: number;
  readonly counted: readonly Counted[];
}

/** A day of a million systems takes a minute on two cores; a server that hangs is given up at some time all the same. */
const LONGEST_COUNT_MS = 10 * 60_000;
/** How long to wait for a server that does not even say that a count took too long. */
export const COUNT_TIMEOUT_MS = LONGEST_COUNT_MS + 10_000;
/** One moment for all figures of a day. */
export const COUNTING = {
  mode: 'ISOLATION LEVEL REPEATABLE READ READ ONLY',
  statementTimeoutMs: LONGEST_COUNT_MS,
} as const;

/**
 * Counts the reports of a day as the summaries of its definition ask, and what they had that it does not have. How much of
 * it comes here is bounded, whatever the senders make up. Rejects with the errors of the store.
 */
export async function countDay(pool: Pool, key: DayKey, summaries: readonly Summary[]): Promise<DayCounts> {
  return transact(pool, COUNTING, async (client) => {
    const { rows } = await client.query<{ changes: string; systems: number }>(
      `SELECT changes, (SELECT count(*)::int FROM summary.latest AS l WHERE ${OF_DAY}) AS systems
       FROM summary.days AS l WHERE ${OF_DAY}`,
      [...dayParameters(key)],
    );
    const counted: Counted[] = [];
    for (const summary of summaries) counted.push(await count(client, key, summary));
    counted.push(await countUnregistered(client, dayParameters(key)));
    return { changes: BigInt(rows[0]?.changes ?? 0), systems: rows[0]?.systems ?? 0, counted };
  });
}

async function count(client: PoolClient, key: DayKey, summary: Summary): Promise<Counted> {
  const of = dayParameters(key);
  switch (summary.kind) {
    case 'systems': {
      const { name, kind } = summary;
      return { name, kind, activity: await countActivity(client, key, 'day', key.day) };
    }
    case 'share':
      return countShare(client, of, summary);
    case 'statistics':
      return countStatistics(client, of, summary);
    case 'age':
      return countAge(client, of, summary);
    case 'cross':
      return countCross(client, of, summary);
    default:
      return summary satisfies never;
  }
}
