import type { Receipt, ReceiptStore, RequestKind } from '@heliograph/schema';

/** What one store says it has done for a request. */
export interface ReceiptOfStore {
  readonly request: RequestKind;
  readonly store: ReceiptStore;
  /** RFC 3339: when the gateway took the request. */
  readonly received_at: string;
  /** RFC 3339 */
  readonly done_at: string;
}

/** What has been done for a request, for whoever has its id. All methods reject with the errors of the store. */
export interface RequestStore {
  /** Empty where nothing has been done yet, and where nobody has asked: the two look the same. */
  receiptsOf(receipt: Receipt): Promise<ReceiptOfStore[]>;
  /** The document of an export as JSON text; undefined where there is none, or none any more. */
  documentOf(receipt: Receipt): Promise<string | undefined>;
  /** Whether there is a document, without fetching it. */
  hasDocument(receipt: Receipt): Promise<boolean>;
}
