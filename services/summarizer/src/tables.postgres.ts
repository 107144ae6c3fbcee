import { fileURLToPath } from 'node:url';
import { migrate, migrateReceipts } from '@heliograph/postgres';
import { type Runtime, retryWhileUnavailable } from '@heliograph/stream';
import { SUMMARIZER_ERRORS } from './errors.ts';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

/** Brings the tables of the summaries, and those of the receipts, up to date. Any number of processes may do so at once. */
export async function prepareTables(url: string): Promise<void> {
  await migrateReceipts(url);
  await migrate(url, MIGRATIONS, 'summary');
}

/** The same for the start of the service: waits visibly while PostgreSQL is away. */
export async function awaitTables(url: string, runtime: Pick<Runtime, 'log' | 'health'>): Promise<void> {
  const step = { part: 'tables', runtime, errors: SUMMARIZER_ERRORS };
  await retryWhileUnavailable(step, () => prepareTables(url));
  runtime.health.proven('tables');
}
