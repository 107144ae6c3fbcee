import { eventually, testRuntime } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { startSchedule } from '../src/schedule.ts';

const restarting = Object.assign(new Error('terminating'), { code: '57P01' });

describe('the schedule', () => {
  it('works at once and again, and not after it has stopped', async () => {
    const runtime = testRuntime();
    let runs = 0;
    const work = async () => {
      runs += 1;
    };
    const schedule = startSchedule({ everyMs: 1, runtime, work });
    await eventually(async () => runs > 2 && runtime.ready());
    await schedule.stop();
    const before = runs;
    let later = 0;
    const other = startSchedule({
      everyMs: 1,
      runtime,
      work: async () => {
        later += 1;
      },
    });
    await eventually(async () => later > 2);
    await other.stop();
    expect(runs).toBe(before);
    expect(runtime.failures).toEqual([]);
  });

  it('waits for the work that is being done, and tells it to stop', async () => {
    let ended = false;
    const work = (signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          ended = true;
          resolve();
        });
      });
    await startSchedule({ everyMs: 60_000, runtime: testRuntime(), work }).stop();
    expect(ended).toBe(true);
  });

  it('is not ready while the store fails, and tries again', async () => {
    const runtime = testRuntime();
    let failing = true;
    let failures = 0;
    const work = async () => {
      if (!failing) return;
      failures += 1;
      throw restarting;
    };
    const schedule = startSchedule({ everyMs: 1, runtime, work });
    await eventually(async () => failures > 1);
    expect(runtime.ready()).toBe(false);
    failing = false;
    await eventually(async () => runtime.ready());
    await schedule.stop();
    expect(runtime.failures).toEqual([]);
  });

  it('ends the process where it does not know the failure', async () => {
    const runtime = testRuntime();
    const bug = new TypeError('a bug');
    const schedule = startSchedule({ everyMs: 1, runtime, work: () => Promise.reject(bug) });
    await eventually(async () => runtime.failures.length > 0);
    await schedule.stop();
    expect(runtime.failures).toEqual([bug]);
  });
});
