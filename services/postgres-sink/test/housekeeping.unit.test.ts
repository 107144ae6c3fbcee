import { aDefinition, testRuntime } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startHousekeeping } from '../src/housekeeping.ts';

const HOUR_MS = 3_600_000;

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-21T22:30:00.000Z') }));
afterEach(() => void vi.useRealTimers());

describe('housekeeping', () => {
  it('drops at the start and every hour, also after a failure, until it is stopped', async () => {
    const days: string[] = [];
    const dropBefore = async (day: string) => {
      days.push(day);
      if (days.length === 2) throw new Error('the store is away');
      return [];
    };
    const definitions = [aDefinition({ retention: '30d' })];
    const { log } = testRuntime();
    const housekeeping = await startHousekeeping({ definitions, partitions: { dropBefore }, log, now: Date.now });
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    await housekeeping.stop();
    await vi.advanceTimersByTimeAsync(5 * HOUR_MS);
    expect(days).toEqual(['2026-10-22', '2026-10-22', '2026-10-23']);
  });

  it('drops nothing where no definition says how long', async () => {
    const partitions = { dropBefore: () => Promise.reject(new Error('was asked to drop')) };
    const error = vi.fn();
    const log = { ...testRuntime().log, error };
    const housekeeping = await startHousekeeping({ definitions: [], partitions, log, now: Date.now });
    await housekeeping.stop();
    expect(error).not.toHaveBeenCalled();
  });
});
