import type { TransactionalWriter } from '@heliograph/postgres/sink';
import type { Row } from './rows.ts';

/** What became of an entry that the store takes. */
export type RowFate =
  | { readonly kind: 'stored' }
  | { readonly kind: 'already_stored' }
  /** Of a request: it has been applied, and the receipt says so. */
  | { readonly kind: 'carried_out' };

/** Where rows go, together with the position in the log that they stand for. */
export type RowWriter = TransactionalWriter<Row, RowFate>;
