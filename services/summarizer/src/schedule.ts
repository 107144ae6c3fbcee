import { setTimeout as sleep } from 'node:timers/promises';
import { classify, type Runtime } from '@heliograph/stream';
import { SUMMARIZER_ERRORS } from './errors.ts';

const PART = 'publisher';

export interface ScheduleOptions {
  readonly everyMs: number;
  readonly runtime: Pick<Runtime, 'log' | 'health' | 'fail'>;
  /** Does what is due. Rejects with the errors of the store. */
  work(signal: AbortSignal): Promise<void>;
}

/**
 * Does the work at once, and again and again with a pause between. A failure of the store makes the service not ready until
 * the work succeeds; any other is a bug and ends the process. `stop` waits for the work that is being done.
 */
export function startSchedule({ everyMs, runtime, work }: ScheduleOptions): { stop(): Promise<void> } {
  const abort = new AbortController();

  async function run(): Promise<void> {
    while (!abort.signal.aborted) {
      try {
        await work(abort.signal);
        runtime.health.proven(PART);
      } catch (error) {
        const verdict = classify(error, SUMMARIZER_ERRORS);
        if (verdict.kind !== 'retryable') throw error;
        runtime.health.waiting(PART, verdict.cause);
        runtime.log.warn({ cause: verdict.cause }, 'could not publish; trying again');
      }
      await sleep(everyMs, undefined, { signal: abort.signal }).catch(() => undefined);
    }
  }

  runtime.health.waiting(PART, 'starting');
  const running = run().catch((error: unknown) => runtime.fail(error));
  return {
    async stop() {
      abort.abort();
      await running;
    },
  };
}
