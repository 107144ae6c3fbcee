/** What a broker answers about times: the first offset whose record was written then or later. */
export type FirstOffsetSince = (timeMs: number) => Promise<bigint>;

/** Half an age is looked for no further than to this, or to a fiftieth of the age. */
const PRECISION_MS = 1000;
const PRECISION_SHARE = 50;
/** Longer than any topic with a consumer group keeps records. */
const OLDEST_MS = 400 * 86_400_000;

/**
 * When the record at an offset was written, in milliseconds since the epoch: never later than it was, and earlier by a second
 * or a fiftieth of its age at most. A broker can be asked for offsets by time but not for the time of an offset, and
 * the topics have the broker's own times, which never go back. Some dozen questions; none of them reads a record.
 */
export async function appendTimeMs(offset: bigint, nowMs: number, firstSince: FirstOffsetSince): Promise<number> {
  // It was written before `after`, and at or after `before`.
  let after = nowMs;
  let before = nowMs - PRECISION_MS;
  for (let age = PRECISION_MS; (await firstSince(before)) > offset; before = nowMs - age) {
    if (age > OLDEST_MS) return before;
    after = before;
    age *= 2;
  }
  while (after - before > Math.max(PRECISION_MS, (nowMs - before) / PRECISION_SHARE)) {
    const middle = Math.floor((before + after) / 2);
    if ((await firstSince(middle)) > offset) after = middle;
    else before = middle;
  }
  return before;
}
