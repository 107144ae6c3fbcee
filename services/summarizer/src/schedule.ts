import { every } from '@heliograph/runtime';
import { classify, type ErrorTable, type Runtime, withReason } from '@heliograph/stream';
import { SUMMARIZER_ERRORS } from './errors.ts';

export interface ScheduleOptions {
  /** Of the service's readiness. */
  readonly part?: 'publisher' | 'outbox' | 'definition_log';
  /** What may be tried again. */
  readonly errors?: ErrorTable;
  readonly everyMs: number;
  readonly runtime: Pick<Runtime, 'log' | 'health' | 'fail'>;
  /** Does what is due. Rejects with the errors of the store. */
  work(signal: AbortSignal): Promise<void>;
}

/**
 * Does the work at once, and again and again with a pause between. A failure of the store makes the service not ready until
 * the work succeeds; any other is a bug and ends the process. `stop` waits for the work that is being done.
 */
export function startSchedule(options: ScheduleOptions): { stop(): Promise<void> } {
  const { everyMs, runtime, work, part = 'publisher', errors = SUMMARIZER_ERRORS } = options;

  async function attempt(signal: AbortSignal): Promise<void> {
    try {
      await work(signal);
      runtime.health.proven(part);
    } catch (error) {
      const verdict = classify(error, errors);
      if (verdict.kind !== 'retryable') throw withReason(error, verdict);
      runtime.health.waiting(part, verdict.cause);
      runtime.log.warn({ part, cause: verdict.cause }, 'could not do what is due; trying again');
    }
  }

  runtime.health.waiting(part, 'starting');
  return every({ everyMs, work: attempt, fail: runtime.fail });
}
