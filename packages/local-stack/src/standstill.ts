/** Tells of a start that is waited for whether it still gets anywhere, however slow the machine is. */
export interface Progress {
  /** Takes in what can be seen of it now. True once nothing new has been seen for too long. */
  standsStill(state: string): boolean;
  /** Since the first look, for people. */
  seconds(): string;
}

/** A program that logs its attempts, or our asking, would be waited for without an end: so many standstills are one as well. */
const MOST_STANDSTILLS = 5;
/** A gap between two looks counts for so much at most: the machine may have been suspended, or too busy for us as well. */
const LONGEST_GAP_MS = 2_000;

/** What has been seen before is nothing new: a program that goes round in circles stands still. */
export function watchProgress(standstillMs: number, nowMs: () => number = () => performance.now()): Progress {
  const beganMs = nowMs();
  const seen = new Set<string>();
  let [lookedMs, stillMs, waitedMs] = [beganMs, 0, 0];
  return {
    standsStill(state) {
      const now = nowMs();
      const gapMs = Math.min(now - lookedMs, LONGEST_GAP_MS);
      lookedMs = now;
      waitedMs += gapMs;
      stillMs = seen.has(state) ? stillMs + gapMs : 0;
      seen.add(state);
      return stillMs >= standstillMs || waitedMs >= standstillMs * MOST_STANDSTILLS;
    },
    seconds: () => ((nowMs() - beganMs) / 1000).toFixed(1),
  };
}
