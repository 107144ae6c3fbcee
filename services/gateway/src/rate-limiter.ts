export interface Rate {
  /** Tokens a second that come back; 0: no limit at all. */
  readonly perSecond: number;
  /** Tokens that a bucket holds when nothing has been taken for long. */
  readonly burst: number;
}

/** A token bucket for each name that is met. Times are milliseconds of a clock that never goes back. */
export interface RateLimiter {
  /** Milliseconds until the bucket has a token; 0 where it has one. */
  waitMs(name: string, nowMs: number): number;
  /**
   * Takes tokens, more than there are if need be: the bucket is in debt then, and opens later. So the largest request
   * needs no larger bucket, and nobody takes more than the rate in the long run.
   */
  take(name: string, tokens: number, nowMs: number): void;
  /** Names remembered. */
  readonly size: number;
}

const NO_LIMIT: RateLimiter = { waitMs: () => 0, take() {}, size: 0 };
/** More than one a call, so that what is over is forgotten faster than something new can come. */
const FORGOTTEN_A_CALL = 2;

/**
 * Remembers of a bucket one number: when it will be full again (the generic cell rate algorithm, ITU-T I.371, which is the
 * token bucket turned around). A full bucket is as good as none, so it is forgotten; and of more than `maxNames` the one is
 * forgotten that was taken from longest ago, which is the mistake that favours a sender.
 */
export function createRateLimiter({ perSecond, burst }: Rate, maxNames: number): RateLimiter {
  if (perSecond === 0) return NO_LIMIT;
  const tokenMs = 1000 / perSecond;
  const mostMs = (burst - 1) * tokenMs;
  /** Oldest use first. */
  const fullAt = new Map<string, number>();

  function forget(nowMs: number): void {
    let looked = 0;
    for (const [name, at] of fullAt) {
      if (looked === FORGOTTEN_A_CALL || (at > nowMs && fullAt.size <= maxNames)) return;
      fullAt.delete(name);
      looked += 1;
    }
  }

  return {
    waitMs: (name, nowMs) => Math.max(0, (fullAt.get(name) ?? nowMs) - nowMs - mostMs),
    take(name, tokens, nowMs) {
      const from = Math.max(fullAt.get(name) ?? nowMs, nowMs);
      fullAt.delete(name);
      fullAt.set(name, from + tokens * tokenMs);
      forget(nowMs);
    },
    get size() {
      return fullAt.size;
    },
  };
}
