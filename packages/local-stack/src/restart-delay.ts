const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** After a minute a process counts as steady, and its next end as a first one. */
export const STEADY_MS = 60_000;

/** How long to wait before the next start, after so many failures in a row: 1, 2, 4 ... 30 seconds. */
export function restartDelayMs(failures: number): number {
  return Math.min(FIRST_MS * 2 ** Math.max(0, failures - 1), LONGEST_MS);
}
