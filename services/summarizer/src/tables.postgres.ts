import { fileURLToPath } from 'node:url';
import { migrateReceipts } from '@heliograph/receipts';
import { migrate } from '@heliograph/service-kit';

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

/** Brings the tables of the summaries, and those of the receipts, up to date. Any number of processes may do so at once. */
export async function prepareTables(url: string): Promise<void> {
  await migrateReceipts(url);
  await migrate(url, MIGRATIONS, 'summary');
}
