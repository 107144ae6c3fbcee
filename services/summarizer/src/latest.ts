import type { Observation } from '@heliograph/schema';
import type { Span } from '@heliograph/stream';

/** What became of an observation. A rejection carries the SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export type Fate =
  | { readonly kind: 'taken' }
  /** There is a newer one of the same system on the same day. */
  | { readonly kind: 'superseded' }
  /** The figures of its day are frozen. */
  | { readonly kind: 'day_is_final' }
  | { readonly kind: 'rejected'; readonly sqlstate: string };

/** Written but not yet durable: exactly one of `commit` and `rollback` is called, once. */
export interface Written {
  /** One for each observation, in its order. */
  readonly fates: readonly Fate[];
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** Keeps the latest observation of each system on each day, together with the position in the log. */
export interface LatestWriter {
  /** Rejects with a PositionMovedError where the store is already past `span.from`, and with errors of the store. */
  write(observations: readonly Observation[], span: Span): Promise<Written>;
  /** The offset that the partition is to go on from; 0 where nothing of it has been stored yet, so that it is filled from the topic. */
  position(partition: number): Promise<bigint>;
}
