import { fileURLToPath } from 'node:url';
import { migrate, migrateReceipts } from '@heliograph/postgres';
import { type Runtime, retryWhileUnavailable } from '@heliograph/stream';
import { POSTGRES_SINK_ERRORS } from './errors.ts';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

/** Brings the schema `telemetry`, and `requests` for the receipts, to their newest form. Rejects with errors of the store. */
export async function makeTables(postgresUrl: string): Promise<void> {
  await migrate(postgresUrl, MIGRATIONS, 'telemetry');
  await migrateReceipts(postgresUrl);
}

/** The same for the start of the service: waits visibly while PostgreSQL is away. */
export async function awaitTables(postgresUrl: string, runtime: Pick<Runtime, 'log' | 'health'>): Promise<void> {
  const step = { part: 'tables', runtime, errors: POSTGRES_SINK_ERRORS };
  await retryWhileUnavailable(step, () => makeTables(postgresUrl));
  runtime.health.proven('tables');
}
