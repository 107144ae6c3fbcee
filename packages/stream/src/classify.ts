/** One known failure of an adapter, with the reason why it may be retried or can never succeed. */
export interface ErrorEntry {
  readonly kind: 'retryable' | 'poison';
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
    if (entry !== undefined) return { kind: entry.kind, cause: entry.cause };
    current = typeof candidate === 'object' && 'cause' in candidate ? candidate.cause : undefined;
  }
  return { kind: 'unknown' };
}

/** The `code` of an error, such as ECONNREFUSED or an SQLSTATE; empty where it has none. */
export function errorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return '';
}
