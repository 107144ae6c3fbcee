import { RECEIPT_STORES, type ReceiptStore, type RequestKind } from '@heliograph/schema';
import type { ReceiptOfStore } from '../stores/request-store.ts';

interface StoreState {
  readonly store: ReceiptStore;
  readonly status: 'done' | 'pending';
  /** RFC 3339; null while it is pending. */
  readonly done_at: string | null;
}

/** How far a request has come. Of an unknown one nothing is said that is not said of one that waits. */
export interface RequestState {
  /** Null until a store has written its receipt. */
  readonly request: RequestKind | null;
  readonly received_at: string | null;
  readonly status: 'waiting' | 'under_way' | 'done';
  /** Empty while it waits: which stores are concerned depends on what was asked. */
  readonly stores: readonly StoreState[];
  /** RFC 3339: when the last store was done; null while one is pending. */
  readonly done_at: string | null;
}

/** Puts the receipts of a request together; a store without one is pending. */
export function requestState(receipts: readonly ReceiptOfStore[]): RequestState {
  const [first] = receipts;
  const stores = storesOf(first?.request).map((store): StoreState => {
    const done = receipts.find((receipt) => receipt.store === store);
    return { store, status: done === undefined ? 'pending' : 'done', done_at: done?.done_at ?? null };
  });
  const times = stores.map(({ done_at }) => done_at).filter((time) => time !== null);
  const isDone = first !== undefined && times.length === stores.length;
  return {
    request: first?.request ?? null,
    received_at: first?.received_at ?? null,
    status: first === undefined ? 'waiting' : isDone ? 'done' : 'under_way',
    stores,
    done_at: isDone ? (times.toSorted().at(-1) ?? null) : null,
  };
}

/** Every store erases; PostgreSQL holds all that is known of a system, so it alone writes the document of an export. */
function storesOf(request: RequestKind | undefined): readonly ReceiptStore[] {
  switch (request) {
    case undefined:
      return [];
    case 'erasure':
      return RECEIPT_STORES;
    case 'export':
      return ['postgres'];
    default:
      return request satisfies never;
  }
}
