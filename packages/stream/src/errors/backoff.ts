const FIRST_MS = 250;
/** The longest idle time after a store is back; a request every five seconds is no load while it is down. */
const LONGEST_MS = 5_000;

/**
 * Milliseconds to wait before try number `attempt` (0 is the first): doubling from a quarter of a second to five
 * seconds, of which a random half is taken away so that partitions do not come back in step. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 20));
  return Math.round(full / 2 + (full / 2) * random);
}
