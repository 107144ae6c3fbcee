import type { TransactionalWriter } from '@heliograph/postgres/sink';
import type { Observation } from '@heliograph/schema';

/** What became of an entry that the store takes. */
export type Fate =
  | { readonly kind: 'taken' }
  /** There is a newer one of the same system on the same day. */
  | { readonly kind: 'superseded' }
  /** The figures of its day are frozen. */
  | { readonly kind: 'day_is_final' }
  /** Nothing of the system that the request is about is held any more, and the receipt says so. */
  | { readonly kind: 'erased' };

/** Keeps the latest observation of each system on each day, together with the position in the log. */
export type LatestWriter = TransactionalWriter<Observation, Fate>;
