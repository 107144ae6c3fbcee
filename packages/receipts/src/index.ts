export {
  dropExpired,
  type ExportDocument,
  hasReceipt,
  migrateReceipts,
  type Queryable,
  type WrittenReceipt,
  writeDocument,
  writeReceipt,
} from './receipts.postgres.ts';
