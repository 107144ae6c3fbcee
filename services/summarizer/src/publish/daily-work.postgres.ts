import { forget } from '../forget.postgres.ts';
import type { Pools } from '../pools.postgres.ts';
import { countPeriod } from './count-period.postgres.ts';
import { createDailyWork, type DailyWorkOptions } from './daily-work.ts';
import { createPublisher } from './publisher.postgres.ts';

export interface StoredDailyWorkOptions extends Omit<DailyWorkOptions, 'publisher' | 'count' | 'forget'> {
  readonly pools: Pick<Pools, 'writing' | 'counting'>;
  /** Whether this is the process that imports history, for which the others pause. */
  readonly isImporting?: boolean;
}

/** The daily work over the tables of the summaries. */
export function createStoredDailyWork(options: StoredDailyWorkOptions): (signal: AbortSignal) => Promise<void> {
  const { pools, isImporting = false } = options;
  return createDailyWork({
    ...options,
    publisher: createPublisher({ pool: pools.writing, isImporting }),
    count: (key, summaries) => countPeriod(pools.counting, key, summaries),
    forget: (nowMs, signal) => forget(pools.writing, nowMs, options, signal),
  });
}
