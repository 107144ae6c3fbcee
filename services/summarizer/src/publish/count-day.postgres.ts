import { transact } from '@heliograph/postgres';
import type { Summary } from '@heliograph/schema';
import {
  type Counted,
  countSummary,
  countUnregistered,
  type DayKey,
  dayParameters,
  OF_DAY,
  type RunQuery,
} from '@heliograph/schema/summaries';
import type { Pool, PoolClient } from 'pg';

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
    const run = runOn(client);
    const counted: Counted[] = [];
    for (const summary of summaries) counted.push(await countSummary(run, key, summary));
    counted.push(await countUnregistered(run, key));
    return { changes: BigInt(rows[0]?.changes ?? 0), systems: rows[0]?.systems ?? 0, counted };
  });
}

/** For what counts: statements of one transaction. */
export const runOn =
  (client: PoolClient): RunQuery =>
  async <Row>(text: string, values: readonly unknown[]) =>
    (await client.query(text, [...values])).rows as Row[];
