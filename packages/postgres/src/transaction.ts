import type { Pool, PoolClient } from 'pg';

/** A transaction on a connection of its own: exactly one of `commit` and `rollback` is called, once. */
export interface Transaction {
  readonly client: PoolClient;
  /** Rejects where it is not known to be durable. */
  commit(): Promise<void>;
  /** Never rejects: a connection that cannot roll back is closed, which rolls back as well. */
  rollback(): Promise<void>;
}

/**
 * The longest that one statement may take, a hundred times what a batch needs, and that a transaction may stand idle. It
 * is the server that keeps both: a statement that waits for a lock is gone when we try again, and a session that we were
 * cut off from gives the position free within a minute, not when TCP gives up after hours.
 */
const STATEMENT_TIMEOUT_MS = 60_000;
/** How long we wait for a server that does not even say that a statement took too long: it hangs, or the network does. */
export const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 10_000;
/** Closing the connection undoes everything as well, so this has no timeout. */
const ROLLBACK = { text: 'ROLLBACK', query_timeout: 1_000 };

export interface TransactionOptions {
  /** The longest that one statement may take, in ms; a minute by default. */
  readonly statementTimeoutMs?: number | undefined;
  readonly mode?: '' | 'ISOLATION LEVEL REPEATABLE READ READ ONLY';
}

/** For this transaction only: a proxy that shares connections would hand on a setting of the session. */
const begin = ({ statementTimeoutMs = STATEMENT_TIMEOUT_MS, mode = '' }: TransactionOptions) => `
  BEGIN ${mode};
  SET LOCAL statement_timeout = ${statementTimeoutMs};
  SET LOCAL idle_in_transaction_session_timeout = ${statementTimeoutMs}`;

/** Begins a transaction. Rejects with the errors of the store. */
export async function beginTransaction(pool: Pool, options: TransactionOptions = {}): Promise<Transaction> {
  const client = await pool.connect();
  // Losing the connection between two queries would end the process; as it is, the next query rejects.
  const ignore = () => undefined;
  client.on('error', ignore);

  function release(): void {
    client.off('error', ignore);
    client.release();
  }

  const transaction: Transaction = {
    client,
    async commit() {
      try {
        const { command } = await client.query('COMMIT');
        // A failed transaction answers COMMIT with ROLLBACK, and with no error.
        if (command !== 'COMMIT') throw new Error(`the transaction ended with ${command}`);
      } catch (error) {
        client.release(true);
        throw error;
      }
      release();
    },
    rollback: () => client.query(ROLLBACK).then(release, () => client.release(true)),
  };
  try {
    await client.query(begin(options));
    return transaction;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

/** Runs `action` in a transaction, which is rolled back where it rejects. */
export async function transact<T>(
  pool: Pool,
  options: TransactionOptions,
  action: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const { client, commit, rollback } = await beginTransaction(pool, options);
  let result: T;
  try {
    result = await action(client);
  } catch (error) {
    await rollback();
    throw error;
  }
  await commit();
  return result;
}
