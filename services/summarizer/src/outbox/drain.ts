import { transact } from '@heliograph/postgres';
import type { FencedPublisher, FencedRecord, Log } from '@heliograph/stream';
import type { Pool, PoolClient } from 'pg';
import { countRows, deleteRows, lockOutbox, type OutboxRow, oldestRows } from './outbox.postgres.ts';

/** A figure takes some hundred bytes to some kB, so that a round is a request or two. */
const ROWS_A_ROUND = 500;
/** A broker takes 1 MiB as one batch (message.max.bytes); the rest is for key and framing. */
const LARGEST_VALUE_BYTES = 900_000;

export interface OutboxDrainOptions {
  readonly pool: Pool;
  readonly log: Pick<Log, 'error'>;
  /** Opens the topic, fencing whoever had it open. */
  open(): Promise<FencedPublisher>;
  /** Told how many rows wait. */
  waiting(rows: number): void;
}

/**
 * Sends what is in the outbox, until it is empty or the signal. Any number of processes may do so at once: one of them does.
 * Rejects with the errors of the store and of the broker; nothing is lost by that, and at worst a record comes twice.
 */
export function createOutboxDrain({
  pool,
  log,
  open,
  waiting,
}: OutboxDrainOptions): (signal: AbortSignal) => Promise<void> {
  async function round(client: PoolClient): Promise<boolean> {
    // 1. From here to the end of the transaction nobody else sends; a process that dies gives the lock back.
    if (!(await lockOutbox(client))) return false;
    // 2. Whoever had the lock before and still believes to have it cannot send any more.
    const publisher = await open();
    try {
      // 3. After the fence, and over the session that holds the lock: where the lock is gone by now, this fails.
      const rows = await oldestRows(client, ROWS_A_ROUND);
      // 4. Failing here, or anywhere before the commit, leaves the rows to be sent again, which a compacted topic forgets.
      await publisher.send(rows.map((row) => toRecord(row, log)));
      // 5. Durable with the commit.
      await deleteRows(client, rows);
      return true;
    } finally {
      await publisher.close();
    }
  }

  return async (signal) => {
    let hasSent = true;
    while (hasSent && !signal.aborted) {
      waiting(await transact(pool, {}, countRows));
      hasSent = await transact(pool, {}, round);
    }
  };
}

/** What no broker takes would keep everything behind it from being sent. A reader is better told nothing than what is outdated. */
function toRecord({ key, value }: OutboxRow, log: Pick<Log, 'error'>): FencedRecord {
  if (value === null) return { key, value: null };
  const bytes = Buffer.from(value);
  if (bytes.length <= LARGEST_VALUE_BYTES) return { key, value: bytes };
  log.error({ figure: key, bytes: bytes.length }, 'a figure is too large for its topic; it is missing there');
  return { key, value: null };
}
