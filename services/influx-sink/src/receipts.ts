import type { SystemRequest } from '@heliograph/schema';

/** Thrown where a receipt could not be written; its cause is the store's or the network's own error. */
export class ReceiptUnwritten extends Error {
  override readonly name = 'ReceiptUnwritten';
}

/** Where whoever asked for an erasure learns that it has been carried out in InfluxDB. */
export interface Receipts {
  /** Rejects with ReceiptUnwritten. Writing a receipt again changes nothing. */
  write(request: SystemRequest): Promise<void>;
}
