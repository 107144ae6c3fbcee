export {
  dropExpired,
  hasReceipt,
  migrateReceipts,
  writeDocument,
  writeReceipt,
} from './receipts.postgres.ts';
