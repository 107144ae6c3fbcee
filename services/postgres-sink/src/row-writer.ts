import type { SystemRequest } from '@heliograph/schema';
import type { OffsetRange } from '@heliograph/stream';
import type { Row } from './rows.ts';

/** What a batch consists of: rows, and requests for erasure or export, in the order of the log. */
export type Entry = Row | SystemRequest;

export const isRequest = (entry: Entry): entry is SystemRequest => 'request' in entry;

/** What became of an entry. A rejection carries the SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export type RowFate =
  | { readonly kind: 'stored' }
  | { readonly kind: 'already_stored' }
  /** Of a request: it has been carried out, and the receipt says so. */
  | { readonly kind: 'carried_out' }
  | { readonly kind: 'rejected'; readonly sqlstate: string };

/** Rows written but not yet durable: exactly one of `commit` and `rollback` is called, once. */
interface WrittenRows {
  /** One for each entry, in its order. */
  readonly fates: readonly RowFate[];
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** Where rows go, together with the position in the log that they stand for. */
export interface RowWriter {
  /**
   * Takes the entries in their order: a request speaks of what came before it, and of nothing that comes after. Rejects with a
   * PositionMovedError where the store is already past `range.from`, and with errors of the store.
   */
  write(entries: readonly Entry[], range: OffsetRange): Promise<WrittenRows>;
  /** The offset that the partition is to go on from; 0 where nothing of it has been stored yet. */
  position(partition: number): Promise<bigint>;
}

/** The longest stretches that can be stored at once: rows up to the next request, and each request by itself. */
export function stretchesOf(entries: readonly Entry[]): (readonly Row[] | SystemRequest)[] {
  const stretches: (readonly Row[] | SystemRequest)[] = [];
  let rows: Row[] = [];
  for (const entry of entries) {
    if (isRequest(entry)) {
      stretches.push(entry);
      rows = [];
      continue;
    }
    if (rows.length === 0) stretches.push(rows);
    rows.push(entry);
  }
  return stretches;
}
