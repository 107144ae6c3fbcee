import { every } from '@heliograph/runtime';
import { isStoreUnavailable } from './reader-pool.postgres.ts';

const PROBE_INTERVAL_MS = 5000;
const PART = 'postgres';

export interface StoreProbeOptions {
  readonly everyMs?: number;
  readonly health: { proven(part: string): void; waiting(part: string, why: string): void };
  /** Rejects where the summaries cannot be read. */
  probe(): Promise<unknown>;
}

/** Asks the store again and again whether the summaries can be read, and says so: the site is ready while they can. */
export function startStoreProbe({ everyMs = PROBE_INTERVAL_MS, health, probe }: StoreProbeOptions): {
  stop(): Promise<void>;
} {
  health.waiting(PART, 'starting');
  const work = () =>
    probe().then(
      () => health.proven(PART),
      (error: unknown) => health.waiting(PART, isStoreUnavailable(error) ? 'unavailable' : 'failing'),
    );
  return every({ everyMs, work });
}
