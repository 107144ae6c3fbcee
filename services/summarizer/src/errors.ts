import { rejectionOf, SINK_ERRORS } from '@heliograph/postgres/sink';
import type { ErrorTable } from '@heliograph/stream';

/** Thrown where nothing is published, because half of a history would be. */
export class ImportUnderWayError extends Error {
  override readonly name = 'ImportUnderWayError';
}

/** What of PostgreSQL may be tried again. */
export const SUMMARIZER_ERRORS: ErrorTable = [
  ...SINK_ERRORS,
  {
    kind: 'retryable',
    cause: 'import_under_way',
    because: 'history is being imported, or that was broken off; everything is published once it is at its end',
    matches: (error) => error instanceof ImportUnderWayError,
  },
];

/** PostgreSQL's own word for a value that is nested too deeply: statement_too_complex. */
const TOO_DEEP = '54001';

/** The SQLSTATE of an error that is the fault of an observation, so that the others can be stored; else undefined. */
export function rejection(error: unknown): string | undefined {
  // JSON.stringify ran out of stack. Not to be a dead letter would end every process that ever reads the observation.
  if (error instanceof RangeError) return TOO_DEEP;
  return rejectionOf(error);
}
