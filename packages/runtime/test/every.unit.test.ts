import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { every } from '../src/every.ts';

const EVERY_MS = 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that ends only when the test says so. */
function slowWork() {
  const ends: (() => void)[] = [];
  const signals: AbortSignal[] = [];
  const work = (signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<void>((resolve) => void ends.push(resolve));
  };
  return { work, signals, end: () => ends.shift()?.() };
}

describe('work that is repeated', () => {
  it('runs at once, then after each pause, until it is stopped', async () => {
    const work = vi.fn();
    const repeated = every({ everyMs: EVERY_MS, work });
    expect(work).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2 * EVERY_MS);
    expect(work).toHaveBeenCalledTimes(3);
    await repeated.stop();
    await vi.advanceTimersByTimeAsync(5 * EVERY_MS);
    expect(work).toHaveBeenCalledTimes(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('runs first after the time that is given', async () => {
    const work = vi.fn();
    const repeated = every({ everyMs: EVERY_MS, firstAfterMs: 300, work });
    await vi.advanceTimersByTimeAsync(299);
    expect(work).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(work).toHaveBeenCalledTimes(1);
    await repeated.stop();

    const never = vi.fn();
    await every({ everyMs: EVERY_MS, firstAfterMs: 300, work: never }).stop();
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(never).not.toHaveBeenCalled();
  });

  it('never overlaps: the pause begins when a run ends', async () => {
    const { work, signals, end } = slowWork();
    const repeated = every({ everyMs: EVERY_MS, work });
    await vi.advanceTimersByTimeAsync(5 * EVERY_MS);
    expect(signals).toHaveLength(1);
    end();
    await vi.advanceTimersByTimeAsync(EVERY_MS - 1);
    expect(signals).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(signals).toHaveLength(2);
    end();
    await repeated.stop();
  });

  it('is stopped when the current run has ended, whose signal is aborted', async () => {
    const { work, signals, end } = slowWork();
    const repeated = every({ everyMs: EVERY_MS, work });
    const stopped = vi.fn();
    const stopping = repeated.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(signals[0]?.aborted).toBe(true);
    expect(stopped).not.toHaveBeenCalled();
    end();
    await stopping;
    await vi.advanceTimersByTimeAsync(EVERY_MS);
    expect(signals).toHaveLength(1);
  });

  it('passes a rejection on once, and runs no more', async () => {
    const bug = new TypeError('a bug');
    const work = vi.fn(() => Promise.reject(bug));
    const fail = vi.fn();
    const repeated = every({ everyMs: EVERY_MS, work, fail });
    await vi.advanceTimersByTimeAsync(3 * EVERY_MS);
    expect(fail.mock.calls).toEqual([[bug]]);
    expect(work).toHaveBeenCalledTimes(1);
    await repeated.stop();
  });
});
