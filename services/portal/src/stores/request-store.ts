import type { Receipt, ReceiptStore, RequestKind } from '@heliograph/schema';

/** What one store has done for a request. */
export interface ReceiptOfStore {
  readonly request: RequestKind;
  readonly store: ReceiptStore;
  /** RFC 3339: when the gateway accepted the request. */
  readonly received_at: string;
  /** RFC 3339 */
  readonly done_at: string;
}

/** What has been done for privacy requests. All methods reject with the errors of the store. */
export abstract class RequestStore {
  /** Empty if nothing has been done yet or there is no such request: the two look the same. */
  abstract receiptsOf(receipt: Receipt): Promise<ReceiptOfStore[]>;
  /** The document of an export as JSON text; undefined if there is none, or no longer. */
  abstract documentOf(receipt: Receipt): Promise<string | undefined>;
  /** Whether there is a document, without fetching it. */
  abstract hasDocument(receipt: Receipt): Promise<boolean>;
}
