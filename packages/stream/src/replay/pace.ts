/** One transaction holds at most this many letters, each with its entry in the record of replays. */
const MAX_RECORDS_PER_TRANSACTION = 500;
/** At a low rate a transaction holds what is due in this time, so that the records do not come in bursts. */
const CHUNK_MS = 100;

/** How many letters one transaction delivers at a rate of records a second. */
export function chunkSize(recordsPerSecond: number): number {
  const due = Math.floor((recordsPerSecond * CHUNK_MS) / 1000);
  return Math.min(Math.max(due, 1), MAX_RECORDS_PER_TRANSACTION);
}

/**
 * Milliseconds to wait after a transaction of so many letters, which has taken `tookMs` itself. Time that was lost before is
 * not made up for: a replay that the broker held up must not come in a burst.
 */
export function waitMs(letters: number, tookMs: number, recordsPerSecond: number): number {
  return Math.max(0, (letters * 1000) / recordsPerSecond - tookMs);
}
