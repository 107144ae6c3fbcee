import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimiter } from '../src/limits/rate-limiter.ts';

/** The token bucket as everybody knows it: it fills at a rate, up to the brim. */
function plainBucket(perSecond: number, burst: number) {
  let tokens = burst;
  let atMs = 0;
  return (nowMs: number) => {
    tokens = Math.min(burst, tokens + ((nowMs - atMs) * perSecond) / 1000);
    atMs = nowMs;
    const take = (n: number) => {
      tokens -= n;
    };
    return { has: tokens >= 1, take, missing: 1 - tokens };
  };
}

// Powers of two, so that neither of the two rounds.
const rates = fc.record({ perSecond: fc.constantFrom(0.25, 1, 2, 128, 1024), burst: fc.integer({ min: 1, max: 64 }) });
const steps = fc.array(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    afterMs: fc.integer({ min: 0, max: 5000 }),
    n: fc.integer({ min: 1, max: 20 }),
  }),
  { maxLength: 60 },
);

describe('a rate limiter', () => {
  it('is a token bucket for each name, with debt', () => {
    fc.assert(
      fc.property(rates, steps, (rate, taken) => {
        const limiter = createRateLimiter(rate, 1000);
        const buckets = { a: plain(rate), b: plain(rate), c: plain(rate) };
        let nowMs = 0;
        for (const { name, afterMs, n } of taken) {
          nowMs += afterMs;
          const bucket = buckets[name as keyof typeof buckets](nowMs);
          const waitMs = limiter.waitMs(name, nowMs);
          expect(waitMs === 0).toBe(bucket.has);
          if (bucket.has) {
            limiter.take(name, n, nowMs);
            bucket.take(n);
          } else expect(waitMs).toBeCloseTo((bucket.missing * 1000) / rate.perSecond, 3);
        }
      }),
    );
  });

  it('lets the whole burst through at any moment, and not one more, at whatever rate', () => {
    const anyRate = fc.double({ min: 0.001, max: 1000, noNaN: true });
    const anyMoment = fc.double({ min: 0, max: 1e10, noNaN: true });
    fc.assert(
      fc.property(anyRate, fc.integer({ min: 1, max: 100 }), anyMoment, (perSecond, burst, nowMs) => {
        const limiter = createRateLimiter({ perSecond, burst }, 10);
        let passed = 0;
        while (passed <= burst && limiter.waitMs('a', nowMs) === 0) {
          limiter.take('a', 1, nowMs);
          passed += 1;
        }
        expect(passed).toBe(burst);
      }),
    );
  });

  it('is as if nothing had been taken once what was taken at a moment is given back', () => {
    fc.assert(
      fc.property(rates, steps, fc.integer({ min: 1, max: 50 }), (rate, taken, tokens) => {
        const limiters = [createRateLimiter(rate, 1000), createRateLimiter(rate, 1000)] as const;
        let nowMs = 0;
        for (const { name, afterMs, n } of taken) {
          nowMs += afterMs;
          limiters[0].take(name, tokens, nowMs);
          limiters[0].refund(name, tokens, nowMs);
          for (const limiter of limiters) limiter.take(name, n, nowMs);
          for (const each of ['a', 'b', 'c'])
            expect(limiters[0].waitMs(each, nowMs)).toBeCloseTo(limiters[1].waitMs(each, nowMs), 3);
        }
      }),
    );
  });

  it('never gives more than a full bucket', () => {
    const limiter = createRateLimiter({ perSecond: 1, burst: 2 }, 10);
    limiter.take('a', 2, 0);
    limiter.refund('a', 100, 0);
    limiter.refund('b', 100, 0);
    for (const name of ['a', 'b']) {
      limiter.take(name, 2, 0);
      expect(limiter.waitMs(name, 0)).toBe(1000);
    }
  });

  it('never lets more through in any time than the burst, the rate and one request', () => {
    fc.assert(
      fc.property(rates, steps, (rate, taken) => {
        const limiter = createRateLimiter(rate, 1000);
        let [nowMs, passed, largest] = [0, 0, 0];
        for (const { afterMs, n } of taken) {
          nowMs += afterMs;
          if (limiter.waitMs('a', nowMs) > 0) continue;
          limiter.take('a', n, nowMs);
          passed += n;
          largest = Math.max(largest, n);
        }
        expect(passed).toBeLessThanOrEqual(rate.burst + (nowMs * rate.perSecond) / 1000 + largest);
      }),
    );
  });

  it('remembers as many names as it may at the most, and those that took last', () => {
    const limiter = createRateLimiter({ perSecond: 0.001, burst: 1 }, 100);
    for (let i = 0; i < 10_000; i += 1) limiter.take(`sender-${i}`, 1, i);
    expect(limiter.size).toBe(100);
    expect(limiter.waitMs('sender-9999', 10_000)).toBeGreaterThan(0);
    expect(limiter.waitMs('sender-0', 10_000)).toBe(0);
  });

  it('forgets whose bucket is full again', () => {
    const limiter = createRateLimiter({ perSecond: 1, burst: 10 }, 1_000_000);
    for (let i = 0; i < 1000; i += 1) limiter.take(`sender-${i}`, 1, 0);
    expect(limiter.size).toBe(1000);
    for (let i = 0; i < 1000; i += 1) limiter.take('another', 1, 60_000 + i * 1000);
    expect(limiter.size).toBe(1);
  });

  it('limits nothing at a rate of 0', () => {
    const limiter = createRateLimiter({ perSecond: 0, burst: 0 }, 10);
    for (let i = 0; i < 1000; i += 1) limiter.take('a', 1000, 0);
    expect([limiter.waitMs('a', 0), limiter.size]).toEqual([0, 0]);
  });
});

const plain = ({ perSecond, burst }: { perSecond: number; burst: number }) => plainBucket(perSecond, burst);
