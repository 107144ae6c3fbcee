import { transact } from '@heliograph/postgres';
import type { ClientBase, Pool } from 'pg';
import { ImportUnderWayError } from './errors.ts';

/** The numbers are the locks' names, and mean nothing. */
const PUBLISHING = '1751345184';
const IMPORTING = '1751345185';

const IS_HELD = `SELECT pg_try_advisory_xact_lock_shared(${PUBLISHING}) AS yes`;
const IS_IMPORTED = 'SELECT EXISTS (SELECT FROM summary.imports) AS yes';

/** From now until the end of the transaction nobody begins to import; or, where somebody already has, says that. */
export async function isPaused(client: ClientBase): Promise<boolean> {
  // A statement of its own for each: the second one has to see what was committed before the lock was had.
  return !(await yes(client, IS_HELD)) || (await yes(client, IS_IMPORTED));
}

/** The work of a summarizer, which rejects with an ImportUnderWayError, and does nothing, while history is being imported. */
export function unlessImporting(
  pool: Pool,
  work: (signal: AbortSignal) => Promise<void>,
): (signal: AbortSignal) => Promise<void> {
  return async (signal) => {
    if (await transact(pool, {}, isPaused)) throw new ImportUnderWayError('history is being imported');
    await work(signal);
  };
}

/** `continued`: an import before this one has not come to its end. `refused`: somebody else is importing. */
export type Pause = 'begun' | 'continued' | 'refused';

/**
 * Keeps every summarizer from publishing, freezing and forgetting until `resumeOthers`, even where this process dies, and
 * waits for what is being published. Takes a client for as long as the import lasts.
 */
export async function pauseOthers(client: ClientBase): Promise<Pause> {
  if (!(await yes(client, `SELECT pg_try_advisory_lock(${IMPORTING}) AS yes`))) return 'refused';
  await client.query('BEGIN');
  await client.query(`SELECT pg_advisory_xact_lock(${PUBLISHING})`);
  const { rowCount } = await client.query('INSERT INTO summary.imports DEFAULT VALUES ON CONFLICT DO NOTHING');
  await client.query('COMMIT');
  return rowCount === 0 ? 'continued' : 'begun';
}

export async function resumeOthers(client: ClientBase): Promise<void> {
  await client.query('DELETE FROM summary.imports');
}

async function yes(client: ClientBase, query: string): Promise<boolean> {
  const { rows } = await client.query<{ yes: boolean }>(query);
  return rows[0]?.yes === true;
}
