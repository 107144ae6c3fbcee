import type { Observation, SystemRequest } from '@heliograph/schema';
import type { OffsetRange } from '@heliograph/stream';

/** What a batch consists of: reports, and requests for erasure, in the order of the log. */
export type Entry = Observation | SystemRequest;

export const isRequest = (entry: Entry): entry is SystemRequest => 'request' in entry;

/** What became of an entry. A rejection carries the SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export type Fate =
  | { readonly kind: 'taken' }
  /** There is a newer one of the same system on the same day. */
  | { readonly kind: 'superseded' }
  /** The figures of its day are frozen. */
  | { readonly kind: 'day_is_final' }
  /** Nothing of the system that the request is about is held any more, and the receipt says so. */
  | { readonly kind: 'erased' }
  | { readonly kind: 'rejected'; readonly sqlstate: string };

/** Written but not yet durable: exactly one of `commit` and `rollback` is called, once. */
interface Written {
  /** One for each entry, in its order. */
  readonly fates: readonly Fate[];
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** Keeps the latest observation of each system on each day, together with the position in the log. */
export interface LatestWriter {
  /**
   * Takes the entries in their order: an erasure deletes what came before it, and nothing of what comes after. Rejects with a
   * PositionMovedError where the store is already past `range.from`, and with errors of the store.
   */
  write(entries: readonly Entry[], range: OffsetRange): Promise<Written>;
  /** The offset that the partition is to go on from; 0 where nothing of it has been stored yet, so that it is filled from the topic. */
  position(partition: number): Promise<bigint>;
}

/** The longest stretches that can be written at once: reports up to the next request, and each request by itself. */
export function stretchesOf(entries: readonly Entry[]): (readonly Observation[] | SystemRequest)[] {
  const stretches: (readonly Observation[] | SystemRequest)[] = [];
  let reports: Observation[] = [];
  for (const entry of entries) {
    if (!isRequest(entry)) {
      if (reports.length === 0) stretches.push(reports);
      reports.push(entry);
      continue;
    }
    stretches.push(entry);
    reports = [];
  }
  return stretches;
}
