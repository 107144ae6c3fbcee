import type { Pool } from 'pg';

/** What a partition takes at the longest from its assignment, or from a batch, to the next batch while there is one. */
const QUIET_MS = 60_000;

/** $1 and $2 milliseconds. Asked of the store, because other processes have other partitions. */
const IS_BEHIND = `
  SELECT EXISTS (
    SELECT FROM summary.positions
    WHERE moved_at > now() - $1 * interval '1 ms' AND read_until < moved_at - $2 * interval '1 ms'
  ) AS yes`;

export interface CatchingUpOptions {
  readonly pool: Pool;
  /** Milliseconds that a report may spend on its way here. */
  readonly graceMs: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Whether the log may hold reports that should have been here long ago, because nothing has read it for a while: in the first
 * minute from now, and as long as any partition yields what is older than the grace, and than a minute. Rejects with the
 * errors of the store.
 */
export function createCatchingUp({ pool, graceMs, now }: CatchingUpOptions): () => Promise<boolean> {
  const beganMs = now();
  return async () => {
    if (now() - beganMs < QUIET_MS) return true;
    const { rows } = await pool.query<{ yes: boolean }>(IS_BEHIND, [QUIET_MS, Math.max(graceMs, QUIET_MS)]);
    return rows[0]?.yes === true;
  };
}
