import { rejectionOf, SINK_ERRORS } from '@heliograph/postgres/sink';
import { type ErrorTable, errorCode } from '@heliograph/stream';

/** What of PostgreSQL may be tried again. */
export const POSTGRES_SINK_ERRORS: ErrorTable = [
  ...SINK_ERRORS,
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

/** The SQLSTATE of an error that one row causes, so that the other rows can be stored; else undefined. */
export function rejection(error: unknown): string | undefined {
  return isMissingPartition(error) ? undefined : rejectionOf(error);
}

function namesConstraint(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'constraint' in error && error.constraint !== undefined;
}
