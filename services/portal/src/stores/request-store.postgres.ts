import { RECEIPT_STORES, REQUEST_KINDS } from '@heliograph/schema';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { RequestStore } from './request-store.ts';

const timestamp = z.date().transform((date) => date.toISOString());
const Receipts = z.array(
  z.object({
    request: z.enum(REQUEST_KINDS),
    store: z.enum(RECEIPT_STORES),
    received_at: timestamp,
    done_at: timestamp,
  }),
);
const Document = z.tuple([z.object({ document: z.string().nullable() })]);
const Presence = z.tuple([z.object({ present: z.boolean() })]);

/**
 * The two functions that give out what belongs to one receipt and nothing else; the tables behind them are closed to the
 * portal. A document stays text: parsing it would change its numbers.
 */
export function createRequestStore(pool: Pick<Pool, 'query'>): RequestStore {
  return {
    async receiptsOf(receipt) {
      const { rows } = await pool.query(
        'SELECT request, store, received_at, done_at FROM requests.receipts_of($1) ORDER BY done_at, store',
        [receipt],
      );
      return Receipts.parse(rows);
    },
    async documentOf(receipt) {
      const { rows } = await pool.query('SELECT requests.document_of($1)::text AS document', [receipt]);
      return Document.parse(rows)[0].document ?? undefined;
    },
    async hasDocument(receipt) {
      const { rows } = await pool.query('SELECT requests.document_of($1) IS NOT NULL AS present', [receipt]);
      return Presence.parse(rows)[0].present;
    },
  };
}
