import { ANSWER_TIMEOUT_MS, createPool, migrateReceipts, writeReceipt } from '@heliograph/postgres';
import { type Receipts, ReceiptUnwritten } from './receipts.ts';

export interface ReceiptSettings {
  readonly postgresUrl: string;
  /** Whether the tables may be made where they are missing. */
  readonly influxSinkMigrate: boolean;
}

/**
 * Receipts in PostgreSQL, which is needed for nothing else here: nothing is asked of it before the first erasure, and the
 * tables are made only then.
 */
export function openReceipts(settings: ReceiptSettings): Receipts & { close(): Promise<void> } {
  const { postgresUrl, influxSinkMigrate } = settings;
  const pool = createPool(postgresUrl, 'influx-sink', { query_timeout: ANSWER_TIMEOUT_MS });
  let migrated = !influxSinkMigrate;

  return {
    async write({ receipt, request, received_at: receivedAt }) {
      try {
        if (!migrated) await migrateReceipts(postgresUrl);
        migrated = true;
        await writeReceipt(pool, { receipt, store: 'influx', request, receivedAt });
      } catch (cause) {
        throw new ReceiptUnwritten('the receipt of an erasure could not be written', { cause });
      }
    },
    close: () => pool.end(),
  };
}
