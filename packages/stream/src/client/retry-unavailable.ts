import { backoffMs } from '../errors/backoff.ts';
import { classify, type ErrorTable, withReason } from '../errors/classify.ts';
import { KAFKA_ERRORS } from '../errors/kafka-errors.ts';
import type { Runtime } from './runtime.ts';

export interface StartStep {
  /** Of the service's readiness. It is left waiting: what it stands for says itself when it works. */
  readonly part: string;
  readonly runtime: Pick<Runtime, 'log' | 'health'>;
  /** What is worth waiting for; Kafka's errors by default. */
  readonly errors?: ErrorTable;
}

/** A step that has not been answered for so long is named in the log, again and again. */
const STILL_WAITING_MS = 10_000;

/**
 * Runs a step of a service's start until it succeeds, however long what it needs is away, slow or not quite up: readiness
 * and the log say what is waited for. Rejects with what no waiting can change. The step leaves nothing behind where it
 * rejects.
 */
export async function retryWhileUnavailable<T>(step: StartStep, action: () => Promise<T>): Promise<T> {
  const { part, errors = KAFKA_ERRORS, runtime } = step;
  const { log, health } = runtime;
  health.waiting(part, 'not answered yet');
  const watch = setInterval(() => log.warn({ part }, 'still waiting for an answer'), STILL_WAITING_MS);
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await action();
      } catch (error) {
        const verdict = classify(error, errors);
        if (verdict.kind !== 'retryable') throw withReason(error, verdict);
        const waitMs = backoffMs(attempt, Math.random());
        const { cause } = verdict;
        log.warn({ part, cause, attempt: attempt + 1, waitMs, err: error }, 'cannot start yet; trying again');
        health.waiting(part, cause);
        watch.refresh();
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  } finally {
    clearInterval(watch);
  }
}
