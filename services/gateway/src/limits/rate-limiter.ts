export interface Rate {
  /** Tokens that are added in a second; 0: no limit. */
  readonly perSecond: number;
  /** Tokens that a bucket holds at most. */
  readonly burst: number;
}

/** A token bucket for each name. Times are milliseconds of a monotonic clock. */
export interface RateLimiter {
  /** Milliseconds until the bucket has a token; 0 if it has one. */
  waitMs(name: string, nowMs: number): number;
  /**
   * Takes tokens, more than there are if need be: the bucket is in debt then, and has a token later. So the largest request
   * needs no larger bucket, and no client takes more than the rate in the long run.
   */
  take(name: string, tokens: number, nowMs: number): void;
  /** Gives tokens back that were taken a short time ago. */
  refund(name: string, tokens: number, nowMs: number): void;
  /** Names remembered. */
  readonly size: number;
}

export const UNLIMITED: RateLimiter = { waitMs: () => 0, take() {}, refund() {}, size: 0 };
/** More than one a call, so that buckets are forgotten faster than new ones can come. */
const FORGOTTEN_PER_CALL = 2;
/** What adding up the times of a full bucket rounds off at the most: the last token of a burst would be refused for it. */
const ROUNDING_MS = 0.001;

/**
 * Remembers of a bucket one number: when it will be full again (the generic cell rate algorithm, ITU-T I.371, which is the
 * token bucket turned around). A full bucket is as good as none, so it is forgotten; above `maxNames` the bucket is
 * forgotten that was taken from longest ago, an error in favour of the client.
 */
export function createRateLimiter({ perSecond, burst }: Rate, maxNames: number): RateLimiter {
  if (perSecond === 0) return UNLIMITED;
  const tokenMs = 1000 / perSecond;
  const burstMs = (burst - 1) * tokenMs;
  /** Oldest use first. */
  const fullAt = new Map<string, number>();

  function forget(nowMs: number): void {
    let seen = 0;
    for (const [name, at] of fullAt) {
      if (seen === FORGOTTEN_PER_CALL || (at > nowMs && fullAt.size <= maxNames)) return;
      fullAt.delete(name);
      seen += 1;
    }
  }

  return {
    waitMs(name, nowMs) {
      const waitMs = (fullAt.get(name) ?? nowMs) - nowMs - burstMs;
      return waitMs > ROUNDING_MS ? waitMs : 0;
    },
    take(name, tokens, nowMs) {
      const from = Math.max(fullAt.get(name) ?? nowMs, nowMs);
      fullAt.delete(name);
      fullAt.set(name, from + tokens * tokenMs);
      forget(nowMs);
    },
    refund(name, tokens, nowMs) {
      const at = fullAt.get(name);
      if (at === undefined) return;
      const refunded = at - tokens * tokenMs;
      if (refunded > nowMs) fullAt.set(name, refunded);
      else fullAt.delete(name);
    },
    get size() {
      return fullAt.size;
    },
  };
}
