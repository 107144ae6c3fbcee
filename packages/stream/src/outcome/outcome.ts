import type { DeadReason, Emission, MessageTopicId } from '@heliograph/schema';

/**
 * What shall happen to one input record. Handlers return it as a value; only the loop acts on it. Emissions go to topics
 * of `T`, of which a sink has none: each is written to the same partition number, with the same headers, encoded as JSON.
 */
export type Outcome<T extends MessageTopicId = never> =
  | { readonly kind: 'ok'; readonly emissions: readonly Emission<T>[] }
  | { readonly kind: 'drop'; readonly reason: string }
  | { readonly kind: 'dead'; readonly reason: DeadReason; readonly detail: string }
  | { readonly kind: 'retry'; readonly cause: string };

export type Dead = Extract<Outcome, { kind: 'dead' }>;

const OK_WITHOUT_EMISSIONS: Outcome = { kind: 'ok', emissions: [] };

/** Processed; the emissions are written in the transaction that moves the offset. */
export function ok<T extends MessageTopicId = never>(emissions: readonly Emission<T>[] = []): Outcome<T> {
  return emissions.length === 0 ? OK_WITHOUT_EMISSIONS : { kind: 'ok', emissions };
}

/** Rightly not processed, for a reason that is counted: a duplicate, for example. */
export function drop(reason: string): Outcome {
  return { kind: 'drop', reason };
}

/** Can never be processed. `detail` says what and where, and never holds a value of the payload. */
export function dead(reason: DeadReason, detail: string): Dead {
  return { kind: 'dead', reason, detail: detail.slice(0, 500) };
}

/** Cannot be processed now: nothing of the batch is settled, and it is tried again after a wait. */
export function retry(cause: string): Outcome {
  return { kind: 'retry', cause };
}
