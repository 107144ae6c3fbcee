import { Registry } from 'prom-client';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLag, showLag } from '../src/consume/lag.ts';

const place = { topic: 'observations', partition: 3 } as const;
const start = 1_000_000;
let nowMs = start;
const now = () => nowMs;
beforeEach(() => {
  nowMs = start;
});

describe('the lag of a partition', () => {
  it('is unknown before anything is heard of it, and after it is forgotten', () => {
    const lag = createLag(now);
    expect([lag.of(place), lag.silentMs(place)]).toEqual([undefined, start]);
    lag.asked(place, { next: 1n, end: 2n });
    lag.forget(place);
    expect(lag.of(place)).toBeUndefined();
  });

  it('counts a batch from its arrival, before it has succeeded', () => {
    const lag = createLag(now);
    lag.fetched(place, { next: 10n, end: 15n, oldestMs: nowMs - 2000 });
    expect(lag.of(place)).toEqual({ records: 5, seconds: 2 });
    nowMs += 60_000;
    expect(lag.of(place)).toEqual({ records: 5, seconds: 62 });
    lag.settled(place, 15n);
    expect(lag.of(place)).toEqual({ records: 0, seconds: 0 });
  });

  it('grows while the partition stands, by what the broker says', () => {
    const lag = createLag(now);
    lag.fetched(place, { next: 10n, end: 15n, oldestMs: nowMs });
    nowMs += 5000;
    expect(lag.silentMs(place)).toBe(5000);
    lag.asked(place, { next: 10n, end: 40n });
    expect(lag.of(place)).toEqual({ records: 30, seconds: 5 });
    expect([lag.isDated(place), lag.silentMs(place)]).toEqual([true, 0]);
  });

  it('is as old as it was noticed until the broker has said how old it is', () => {
    const lag = createLag(now);
    lag.asked(place, { next: 10n, end: 15n });
    nowMs += 1000;
    lag.asked(place, { next: 10n, end: 16n });
    expect([lag.of(place)?.seconds, lag.isDated(place)]).toEqual([1, false]);
    lag.asked(place, { next: 10n, end: 16n, oldestMs: nowMs - 3_600_000 });
    expect([lag.of(place)?.seconds, lag.isDated(place)]).toEqual([3600, true]);
  });

  it('begins anew behind what has been settled', () => {
    const lag = createLag(now);
    lag.fetched(place, { next: 10n, end: 15n, oldestMs: nowMs - 9000 });
    lag.settled(place, 12n);
    expect([lag.of(place), lag.isDated(place)]).toEqual([{ records: 3, seconds: 0 }, false]);
  });

  it('is nothing negative, whatever the clocks say, and however far the position is', () => {
    const lag = createLag(now);
    lag.fetched(place, { next: 10n, end: 15n, oldestMs: nowMs + 5000 });
    expect(lag.of(place)?.seconds).toBe(0);
    lag.asked(place, { next: 20n, end: 15n });
    expect(lag.of(place)).toEqual({ records: 0, seconds: 0 });
  });

  it('is shown as it is when it is read', async () => {
    const registry = new Registry();
    const lag = showLag(registry, now);
    lag.fetched(place, { next: 10n, end: 15n, oldestMs: nowMs });
    nowMs += 7000;
    const text = await registry.metrics();
    expect(text).toContain('heliograph_consumer_lag_records{topic="observations",partition="3"} 5');
    expect(text).toContain('heliograph_consumer_lag_seconds{topic="observations",partition="3"} 7');
    lag.forget(place);
    expect(await registry.metrics()).not.toContain('partition="3"');
  });
});
