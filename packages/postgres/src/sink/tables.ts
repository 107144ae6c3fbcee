import { type ErrorTable, type Runtime, retryWhileUnavailable } from '@heliograph/stream';
import { migrate } from '../postgres.ts';
import { migrateReceipts } from '../receipts.ts';

export interface SinkTables {
  /** Brings the schema of the sink, and `requests` for the receipts, to their newest form. Rejects with errors of the store. */
  prepare(url: string): Promise<void>;
  /** The same at the start of the service: waits visibly while PostgreSQL is away. */
  awaitTables(url: string, runtime: Pick<Runtime, 'log' | 'health'>): Promise<void>;
}

export interface SinkTablesOptions {
  /** The folder of the migrations. */
  readonly folder: string;
  readonly schema: string;
  readonly errors: ErrorTable;
}

/** Any number of processes may prepare the tables at once. */
export function createSinkTables({ folder, schema, errors }: SinkTablesOptions): SinkTables {
  async function prepare(url: string): Promise<void> {
    await migrateReceipts(url);
    await migrate(url, folder, schema);
  }
  return {
    prepare,
    async awaitTables(url, runtime) {
      await retryWhileUnavailable({ part: 'tables', runtime, errors }, () => prepare(url));
      runtime.health.proven('tables');
    },
  };
}
