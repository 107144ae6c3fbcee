import { ANSWER_TIMEOUT_MS, createPool } from '@heliograph/postgres';
import type { Pool } from 'pg';
import { COUNT_TIMEOUT_MS } from './publish/count-day.postgres.ts';

export interface Pools {
  readonly writing: Pool;
  /** For counts of whole days, which take longer than any write. */
  readonly counting: Pool;
  end(): Promise<void>;
}

/** Connections to the store of the summaries. Connecting is what may fail later, not this. */
export function createPools(url: string): Pools {
  const writing = createPool(url, 'summarizer', { query_timeout: ANSWER_TIMEOUT_MS });
  const counting = createPool(url, 'summarizer', { query_timeout: COUNT_TIMEOUT_MS });
  return {
    writing,
    counting,
    async end() {
      await Promise.all([writing.end(), counting.end()]);
    },
  };
}
