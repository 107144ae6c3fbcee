import { createHash } from 'node:crypto';
import { Receipt } from '@heliograph/schema';

/** What the receipts and the document of a request are filed under; from it nobody finds the id (a UUID) again. */
export function receiptOf(requestId: string): Receipt {
  return Receipt.parse(createHash('sha256').update(requestId.toLowerCase()).digest('base64url'));
}
