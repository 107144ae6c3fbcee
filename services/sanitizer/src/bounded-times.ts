import { type Definition, observedAt, parseRfc3339, type RawRecord, receivedBy } from '@heliograph/schema';

/**
 * Bounds the times of a record by the broker's clock, for a gateway whose clock is ahead of it: received when it was written, and
 * observed at the sender's time if that lies in the window around it. `writtenMs`: milliseconds since the epoch.
 */
export function withBoundedTimes(raw: RawRecord, writtenMs: number, { record }: Pick<Definition, 'record'>): RawRecord {
  const received = receivedBy(raw, writtenMs);
  if (received === raw) return raw;
  const unknown = { epochMs: Number.NEGATIVE_INFINITY, subMs: 0 };
  return { ...received, ...observedAt(parseRfc3339(raw.time) ?? unknown, writtenMs, record.late_window) };
}
