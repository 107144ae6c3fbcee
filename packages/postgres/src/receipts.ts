import { fileURLToPath } from 'node:url';
import type { Receipt, ReceiptStore, RequestKind } from '@heliograph/schema';
import type { Pool, PoolClient } from 'pg';
import { migrate } from './postgres.ts';

/** A connection, or what lends one for a statement. */
export type Queryable = Pick<Pool | PoolClient, 'query'>;

const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url));

/** Makes the tables, or brings them to their newest form; any number of services may do so at once. */
export async function migrateReceipts(url: string, log?: Parameters<typeof migrate>[3]): Promise<void> {
  await migrate(url, MIGRATIONS, 'requests', log);
}

/** What a store says once it has carried out a request. */
export interface WrittenReceipt {
  readonly receipt: Receipt;
  readonly store: ReceiptStore;
  readonly request: RequestKind;
  /** When the gateway took the request in, RFC 3339. */
  readonly receivedAt: string;
}

/** Writes a receipt; the first one stands. Rejects with errors of the store. */
export async function writeReceipt(client: Queryable, written: WrittenReceipt): Promise<void> {
  await client.query(
    `INSERT INTO requests.receipts (receipt, store, request, received_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (receipt, store) DO NOTHING`,
    [written.receipt, written.store, written.request, written.receivedAt],
  );
}

/** Whether a store has carried out a request. Rejects with errors of the store. */
export async function hasReceipt(
  client: Queryable,
  { receipt, store }: Pick<WrittenReceipt, 'receipt' | 'store'>,
): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM requests.receipts WHERE receipt = $1 AND store = $2', [
    receipt,
    store,
  ]);
  return rowCount === 1;
}

export interface ExportDocument {
  readonly receipt: Receipt;
  /** A JSON text. */
  readonly document: string;
  readonly expiresAt: Date;
}

/** Writes the document of an export, in place of one that is there already. Rejects with errors of the store. */
export async function writeDocument(
  client: Queryable,
  { receipt, document, expiresAt }: ExportDocument,
): Promise<void> {
  await client.query(
    `INSERT INTO requests.documents (receipt, document, expires_at) VALUES ($1, $2::json, $3)
     ON CONFLICT (receipt) DO UPDATE SET document = excluded.document, expires_at = excluded.expires_at`,
    [receipt, document, expiresAt],
  );
}

/** Long enough to show that something was done; nobody needs it for ever. */
const RECEIPTS_KEPT_DAYS = 366;

/** Deletes documents whose time is over, and receipts of more than a year ago. `nowMs` is milliseconds since the epoch. */
export async function dropExpired(client: Queryable, nowMs: number): Promise<{ documents: number; receipts: number }> {
  const now = new Date(nowMs);
  const documents = await client.query('DELETE FROM requests.documents WHERE expires_at <= $1', [now]);
  const receipts = await client.query(
    'DELETE FROM requests.receipts WHERE done_at < $1::timestamptz - make_interval(days => $2)',
    [now, RECEIPTS_KEPT_DAYS],
  );
  return { documents: documents.rowCount ?? 0, receipts: receipts.rowCount ?? 0 };
}
