import { pgErrors } from '@heliograph/postgres';
import { type ErrorTable, errorCode } from '@heliograph/stream';

/** Thrown where the store's position is past the start of a batch: another process has taken some of it in already. */
export class PositionMovedError extends Error {
  override readonly name = 'PositionMovedError';
}

/** Thrown where nothing is published, because half of a history would be. */
export class ImportUnderWayError extends Error {
  override readonly name = 'ImportUnderWayError';
}

/** What of PostgreSQL may be tried again. A partition is then acquired anew, from the position that the store has. */
export const SUMMARIZER_ERRORS: ErrorTable = [
  ...pgErrors,
  {
    kind: 'retryable',
    cause: 'position_moved',
    because: 'another process owned the partition in between; nothing was written, and the store says where to go on',
    matches: (error) => error instanceof PositionMovedError,
  },
  {
    kind: 'retryable',
    cause: 'import_under_way',
    because: 'history is being imported, or that was broken off; everything is published once it is at its end',
    matches: (error) => error instanceof ImportUnderWayError,
  },
];

/** Classes of SQLSTATE that speak of the data itself: data exception, integrity violation, program limit exceeded. */
const ABOUT_DATA = ['22', '23', '54'];

/** PostgreSQL's own word for a value that is nested too deeply: statement_too_complex. */
const TOO_DEEP = '54001';

/** The SQLSTATE of an error that is the fault of an observation, so that the others can be stored; else undefined. */
export function rejection(error: unknown): string | undefined {
  // JSON.stringify ran out of stack. Not to be a dead letter would end every process that ever reads the observation.
  if (error instanceof RangeError) return TOO_DEEP;
  const sqlstate = errorCode(error);
  return sqlstate.length === 5 && ABOUT_DATA.includes(sqlstate.slice(0, 2)) ? sqlstate : undefined;
}
