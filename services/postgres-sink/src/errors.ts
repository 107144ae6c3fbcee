import { pgErrors } from '@heliograph/postgres';
import { type ErrorTable, errorCode } from '@heliograph/stream';

/** Thrown where the store's position is past the start of a batch: another process has stored some of it already. */
export class PositionMovedError extends Error {
  override readonly name = 'PositionMovedError';
}

/** What of PostgreSQL may be tried again. The partition is then acquired anew, from the position that the store has. */
export const POSTGRES_SINK_ERRORS: ErrorTable = [
  ...pgErrors,
  {
    kind: 'retryable',
    cause: 'position_moved',
    because: 'another process owned the partition in between; nothing was written, and the store says where to go on',
    matches: (error) => error instanceof PositionMovedError,
  },
  {
    kind: 'retryable',
    cause: 'partition_missing',
    because: 'the day was dropped by retention, here or elsewhere, after it was found to exist; it is created again',
    matches: isMissingPartition,
  },
];

/** A row that no partition takes is a check violation (23514) without a constraint to name. */
export function isMissingPartition(error: unknown): boolean {
  return errorCode(error) === '23514' && !namesConstraint(error);
}

/** Classes of SQLSTATE that speak of the data itself: data exception, integrity violation, program limit exceeded. */
const ABOUT_DATA = ['22', '23', '54'];

/** The SQLSTATE of an error that is the fault of a row, so that the other rows can be stored; else undefined. */
export function rejection(error: unknown): string | undefined {
  const sqlstate = errorCode(error);
  return ABOUT_DATA.includes(sqlstate.slice(0, 2)) && sqlstate.length === 5 && !isMissingPartition(error)
    ? sqlstate
    : undefined;
}

function namesConstraint(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'constraint' in error && error.constraint !== undefined;
}
