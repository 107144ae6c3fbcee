import { aDefinition, testRuntime } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ExpiredRows } from '../src/expired.postgres.ts';
import { applyRetention, startHousekeeping } from '../src/housekeeping.ts';

const HOUR_MS = 3_600_000;
const { log } = testRuntime();

/** Notes down what is asked for, and does what the test says where it is named there. */
function house(override: Partial<ExpiredRows & { dropBefore(day: string): Promise<string[]> }> = {}) {
  const asked: string[] = [];
  const note = (text: string) => void asked.push(text);
  const partitions = {
    dropBefore: async (day: string) => {
      note(`days ${day}`);
      return override.dropBefore?.(day) ?? [];
    },
  };
  const expired: ExpiredRows = {
    async deleteObservations(expiry, signal) {
      note(`rows of ${expiry.application} ${expiry.firstDay}`);
      return override.deleteObservations?.(expiry, signal) ?? 0;
    },
    async deleteSystems({ application = 'all', firstDay }) {
      note(`systems of ${application} ${firstDay}`);
      return 0;
    },
    deleteRequests: async (nowMs) => note(`requests ${new Date(nowMs).toISOString()}`),
  };
  return { asked, partitions, expired };
}

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-21T22:30:00.000Z') }));
afterEach(() => void vi.useRealTimers());

describe('housekeeping', () => {
  it('deletes at the start and every hour, also after a failure, until it is stopped', async () => {
    const register = { definitions: [aDefinition({ retention: '30d' })] };
    let times = 0;
    const { asked, ...ports } = house({
      async dropBefore() {
        times += 1;
        if (times === 2) throw new Error('the store is away');
        return [];
      },
    });
    const housekeeping = startHousekeeping({ register, ...ports, log, now: Date.now });
    await vi.advanceTimersByTimeAsync(2 * HOUR_MS);
    await housekeeping.stop();
    await vi.advanceTimersByTimeAsync(5 * HOUR_MS);
    expect(asked).toEqual([
      'requests 2026-11-21T22:30:00.000Z',
      'days 2026-10-22',
      'systems of all 2026-10-22',
      'rows of example 2026-10-22',
      'systems of example 2026-10-22',
      'requests 2026-11-21T23:30:00.000Z',
      'days 2026-10-22',
      'rows of example 2026-10-22',
      'systems of example 2026-10-22',
      'requests 2026-11-22T00:30:00.000Z',
      'days 2026-10-23',
      'systems of all 2026-10-23',
      'rows of example 2026-10-23',
      'systems of example 2026-10-23',
    ]);
  });

  it('goes on with the rest where one definition’s rows cannot be deleted, and leaves its systems', async () => {
    const definitions = [aDefinition({ application: 'first' }), aDefinition({ application: 'second' })];
    const { asked, ...ports } = house({
      async deleteObservations({ application }) {
        if (application === 'first') throw new Error('the store is slow');
        return 3;
      },
    });
    const said = { ...log, error: vi.fn(), info: vi.fn() };
    await applyRetention(
      { register: { definitions }, ...ports, log: said, now: Date.now },
      new AbortController().signal,
    );
    expect(asked.slice(-3).map((line) => line.slice(0, -11))).toEqual([
      'rows of first',
      'rows of second',
      'systems of second',
    ]);
    expect(said.error).toHaveBeenCalledOnce();
    expect(said.info).toHaveBeenCalledWith(
      expect.objectContaining({ application: 'second', observations: 3 }),
      expect.any(String),
    );
  });

  it('is stopped once what is under way is done, and begins nothing more', async () => {
    const ways: (() => void)[] = [];
    const { asked, ...ports } = house({ dropBefore: () => new Promise((resolve) => ways.push(() => resolve([]))) });
    const register = { definitions: [aDefinition()] };
    const housekeeping = startHousekeeping({ register, ...ports, log, now: Date.now });
    await vi.advanceTimersByTimeAsync(1);
    const stopped = vi.fn();
    const stopping = housekeeping.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(stopped).not.toHaveBeenCalled();
    for (const goOn of ways) goOn();
    await stopping;
    expect(asked.filter((line) => line.startsWith('rows'))).toEqual([]);
  });

  it('drops nothing where no definition says how long', async () => {
    const { asked, ...ports } = house();
    const register = { definitions: [] };
    await applyRetention({ register, ...ports, log, now: Date.now }, new AbortController().signal);
    expect(asked).toEqual(['requests 2026-11-21T22:30:00.000Z']);
  });
});
