import type { SystemRequest } from '@heliograph/schema';
import type { OffsetRange } from '@heliograph/stream';
import type { Pool, PoolClient } from 'pg';
import { beginTransaction } from '../transaction.ts';
import { type Entry, segmentsOf } from './entries.ts';
import { createPositions, type PositionOwner, type PositionTable } from './positions.ts';

/** What became of an entry that the store refuses: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export interface Rejected {
  readonly kind: 'rejected';
  readonly sqlstate: string;
}

/** Written but not yet durable: exactly one of `commit` and `rollback` is called, once. */
interface Written<Fate> {
  /** One for each entry, in its order. */
  readonly fates: readonly (Fate | Rejected)[];
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** Stores rows together with the position in the log that they stand for. */
export interface TransactionalWriter<Row extends object, Fate> {
  /**
   * Takes the entries in their order: a request is about what came before it, and nothing that comes after. Rejects with a
   * PositionMovedError if the store is not where its owner left it (`range.own`), and with errors of the store.
   */
  write(entries: readonly Entry<Row>[], range: OffsetRange): Promise<Written<Fate>>;
  /** The offset that the partition continues from; 0 if nothing of it has been stored. */
  position(partition: number): Promise<bigint>;
}

export interface WriterOptions<Row extends object, Fate> {
  readonly pool: Pool;
  readonly owner: PositionOwner;
  readonly positions: PositionTable;
  /** See beginTransaction: a minute if unset. */
  readonly statementTimeoutMs?: number | undefined;
  /** The value of the further column of the position. */
  extraOf?(entries: readonly Entry<Row>[]): unknown;
  /** Called before the transaction begins. What it does lasts if the batch fails. */
  beforeTransaction?(entries: readonly Entry<Row>[]): Promise<void>;
  /** Called in the transaction, when the position is locked and before anything is stored. */
  beforeSegments?(client: PoolClient, entries: readonly Entry<Row>[], segments: number): Promise<void>;
  /** Stores rows, and returns one fate for each. `isFirst` is false if this transaction has stored others before. */
  writeRows(client: PoolClient, rows: readonly Row[], isFirst: boolean): Promise<Fate[]>;
  applyRequest(client: PoolClient, request: SystemRequest): Promise<Fate>;
  /** The SQLSTATE of an error that one entry causes; undefined of any other, which undoes the batch. */
  rejectionOf(error: unknown): string | undefined;
}

/** Entries and the position in the log in one SQL transaction. */
export function createTransactionalWriter<Row extends object, Fate>(
  options: WriterOptions<Row, Fate>,
): TransactionalWriter<Row, Fate> {
  const { pool, statementTimeoutMs } = options;
  const positions = createPositions(options.positions, options.owner);
  return {
    async write(entries, range) {
      // 1. Failing later leaves what this has made, such as an empty partition.
      await options.beforeTransaction?.(entries);
      const { client, commit, rollback } = await beginTransaction(pool, { statementTimeoutMs });
      try {
        // 2. First, because it locks the position: a second writer of the same partition waits here, and then is refused.
        await positions.move(client, range, options.extraOf?.(entries));
        const segments = segmentsOf(entries);
        await options.beforeSegments?.(client, entries, segments.length);
        // 3. In the order of the log. Failing here, or anywhere before the commit, has changed nothing.
        const store = createSegmentStore(client, options);
        const fates: (Fate | Rejected)[] = [];
        for (const segment of segments) fates.push(...(await store(segment)));
        return { fates, commit, rollback };
      } catch (error) {
        await rollback();
        throw error;
      }
    },
    position: (partition) => positions.read(pool, partition),
  };
}

/** Stores what can be stored. A segment with a bad row in it is undone and halved until the bad row is alone. */
function createSegmentStore<Row extends object, Fate>(client: PoolClient, options: WriterOptions<Row, Fate>) {
  let isFirst = true;

  async function attempt(segment: readonly Row[] | SystemRequest): Promise<Fate[]> {
    if ('request' in segment) return [await options.applyRequest(client, segment)];
    const fates = await options.writeRows(client, segment, isFirst);
    isFirst = false;
    return fates;
  }

  return async function store(segment: readonly Row[] | SystemRequest): Promise<(Fate | Rejected)[]> {
    await client.query('SAVEPOINT segment');
    try {
      return await attempt(segment);
    } catch (error) {
      const sqlstate = options.rejectionOf(error);
      if (sqlstate === undefined) throw error;
      await client.query('ROLLBACK TO SAVEPOINT segment');
      if ('request' in segment || segment.length === 1) return [{ kind: 'rejected', sqlstate }];
      const middle = Math.floor(segment.length / 2);
      const first = await store(segment.slice(0, middle));
      return [...first, ...(await store(segment.slice(middle)))];
    }
  };
}
