import type { Pool, PoolClient } from 'pg';

/** A transaction on a connection of its own: exactly one of `commit` and `rollback` is called, once. */
export interface Transaction {
  readonly client: PoolClient;
  /** Rejects where it is not known to be durable. */
  commit(): Promise<void>;
  /** Never rejects: a connection that cannot roll back is closed, which rolls back as well. */
  rollback(): Promise<void>;
}

/** Begins a transaction, in the given mode. Rejects with the errors of the store. */
export async function beginTransaction(pool: Pool, mode = ''): Promise<Transaction> {
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
    rollback: () => client.query('ROLLBACK').then(release, () => client.release(true)),
  };
  try {
    await client.query(`BEGIN ${mode}`);
    return transaction;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

/** Runs `action` in a transaction, which is rolled back where it rejects. */
export async function transact<T>(
  pool: Pool,
  mode: '' | 'ISOLATION LEVEL REPEATABLE READ READ ONLY',
  action: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const { client, commit, rollback } = await beginTransaction(pool, mode);
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
