export { createPool, migrate, pgErrors } from './postgres.ts';
export { dropExpired, hasReceipt, migrateReceipts, writeDocument, writeReceipt } from './receipts.ts';
export { ANSWER_TIMEOUT_MS, transact } from './transaction.ts';
