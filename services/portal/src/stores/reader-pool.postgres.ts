import { createPool, pgErrors } from '@heliograph/postgres';
import type { Pool } from 'pg';

/** Longer than any page may take, short enough that a slow query does not hold a connection for ever. */
const STATEMENT_TIMEOUT_MS = 5000;

/**
 * A pool whose connections may read the published summaries, ask for what belongs to one receipt, and do nothing else,
 * whatever the user of the URL may do. A connection that cannot take on the role is never handed out.
 */
export function createReaderPool(url: string): Pool {
  return createPool(url, 'portal', {
    statement_timeout: STATEMENT_TIMEOUT_MS,
    onConnect: async (client) => {
      // What every role may make, temporary tables and large objects, is refused by the second.
      await client.query('SET ROLE heliograph_reader');
      await client.query('SET default_transaction_read_only = on');
    },
  });
}

/** The role, the table, the schema or the function is not there: a sink has not migrated yet. The statement took too long. */
const NOT_YET = ['22023', '42P01', '3F000', '42883', '57014'];

/** Whether the store is to blame, so that the same request may succeed later. */
export function isStoreUnavailable(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return NOT_YET.includes(code) || pgErrors.some(({ matches }) => matches(error));
}
