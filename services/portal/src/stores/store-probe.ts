import { setTimeout as sleep } from 'node:timers/promises';
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
  const abort = new AbortController();

  async function run(): Promise<void> {
    while (!abort.signal.aborted) {
      await probe().then(
        () => health.proven(PART),
        (error: unknown) => health.waiting(PART, isStoreUnavailable(error) ? 'unavailable' : 'failing'),
      );
      await sleep(everyMs, undefined, { signal: abort.signal }).catch(() => undefined);
    }
  }

  health.waiting(PART, 'starting');
  const running = run();
  return {
    async stop() {
      abort.abort();
      await running;
    },
  };
}
