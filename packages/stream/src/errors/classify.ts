/** One known failure of an adapter, with the reason why it may be retried, can never succeed, or ends the process. */
export interface ErrorEntry {
  readonly kind: 'retryable' | 'poison' | 'fatal';
  /** Short, stable, for metrics and readiness: `connection_lost`. */
  readonly cause: string;
  /** Why the kind is right; read by people. */
  readonly because: string;
  matches(error: unknown): boolean;
}

export type ErrorTable = readonly ErrorEntry[];

export type Verdict =
  | { readonly kind: 'retryable'; readonly cause: string }
  | { readonly kind: 'poison'; readonly cause: string }
  /** Waiting does not help: our configuration or our code is wrong, and the process has to be started anew. */
  | { readonly kind: 'fatal'; readonly cause: string; readonly because: string }
  | { readonly kind: 'unknown' };

const MAXIMUM_DEPTH = 5;

/**
 * Judges an error by the first entry that matches it or one of its causes. What no entry names is unknown: a bug, on
 * which the process ends before it commits anything.
 */
export function classify(error: unknown, table: ErrorTable): Verdict {
  let current = error;
  for (let depth = 0; depth < MAXIMUM_DEPTH && current !== undefined && current !== null; depth += 1) {
    const candidate = current;
    const entry = table.find((e) => e.matches(candidate));
    if (entry !== undefined) return verdictOf(entry);
    current = typeof candidate === 'object' && 'cause' in candidate ? candidate.cause : undefined;
  }
  return { kind: 'unknown' };
}

function verdictOf({ kind, cause, because }: ErrorEntry): Verdict {
  return kind === 'fatal' ? { kind, cause, because } : { kind, cause };
}

/** Thrown in place of a fatal error; its message says what to look at, and its cause is the error itself. */
export class FatalError extends Error {
  override readonly name = 'FatalError';
}

/** The error with which the process ends: a fatal one with its reason, any other as it is. */
export function withReason<E>(error: E, verdict: Verdict): E | FatalError {
  if (verdict.kind !== 'fatal') return error;
  const message = error instanceof Error ? error.message : String(error);
  return new FatalError(`${verdict.cause}: ${verdict.because}: ${message}`, { cause: error });
}

/** The `code` of an error, such as ECONNREFUSED or an SQLSTATE; empty where it has none. */
export function errorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return '';
}

/** Thrown if a batch is not what its header says, or grows beyond a bound: reading it again changes nothing. */
export class BatchUnreadable extends Error {
  override readonly name = 'BatchUnreadable';
}

/** Thrown if another member may own the partition: nothing more may be done for it. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
