import { fileURLToPath } from 'node:url';
import { migrateReceipts } from '@heliograph/receipts';
import { migrate } from '@heliograph/service-kit';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

/** Brings the schema `telemetry`, and `requests` for the receipts, to their newest form. Rejects with errors of the store. */
export async function makeTables(postgresUrl: string): Promise<void> {
  await migrate(postgresUrl, MIGRATIONS, 'telemetry');
  await migrateReceipts(postgresUrl);
}
