import { type ErrorTable, errorCode } from '@heliograph/stream';
import { pgErrors } from '../postgres.ts';

/** Thrown if the stored position is not the one that its owner last read or wrote. */
export class PositionMovedError extends Error {
  override readonly name = 'PositionMovedError';
}

/** What of PostgreSQL may be tried again. The partition is then acquired anew, from the position that the store has. */
export const SINK_ERRORS: ErrorTable = [
  ...pgErrors,
  {
    kind: 'retryable',
    cause: 'position_moved',
    because:
      'another process owned the partition in between, or the store has gone back; nothing was written, and the store says where to go on',
    matches: (error) => error instanceof PositionMovedError,
  },
];

/** Classes of SQLSTATE that are about the data itself: data exception, integrity violation, program limit exceeded. */
const ABOUT_DATA = ['22', '23', '54'];

/** The SQLSTATE of an error that one row causes, so that the other rows can be stored; else undefined. */
export function rejectionOf(error: unknown): string | undefined {
  const sqlstate = errorCode(error);
  return sqlstate.length === 5 && ABOUT_DATA.includes(sqlstate.slice(0, 2)) ? sqlstate : undefined;
}
