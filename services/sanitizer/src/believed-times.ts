import { type Definition, observedAt, parseRfc3339, type RawRecord, receivedBy } from '@heliograph/schema';

/**
 * A record with times that do not depend on a gateway whose clock is ahead of the broker's: received when it was written, and
 * taken when its sender says, where that is believable by the broker's clock. `writtenMs`: milliseconds since the epoch.
 */
export function withBelievedTimes(
  raw: RawRecord,
  writtenMs: number,
  { record }: Pick<Definition, 'record'>,
): RawRecord {
  const received = receivedBy(raw, writtenMs);
  if (received === raw) return raw;
  const unknown = { epochMs: Number.NEGATIVE_INFINITY, subMs: 0 };
  return { ...received, ...observedAt(parseRfc3339(raw.time) ?? unknown, writtenMs, record.late_window) };
}
