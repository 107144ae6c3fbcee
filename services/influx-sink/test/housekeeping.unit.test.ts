import { createRegister, type Definition } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deleteExpired, startHousekeeping } from '../src/housekeeping.ts';

const HOUR = 3_600_000;
const weekly = aDefinition({ retention: '7d' });
const daily = aDefinition({
  telemetry_type: 'daily',
  retention: '48h',
  influx: { measurement: 'daily', tags: ['/id'], fields: ['/count'] },
});

/** Housekeeping that writes down the measurements it deleted from, and what it logged as errors. */
function housekeepingOf(definitions: readonly Definition[], broken: readonly string[] = []) {
  const removed: string[] = [];
  const errors: object[] = [];
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: (fields: object) => void errors.push(fields) };
  const remover = {
    async remove({ measurement }: { measurement: string }) {
      if (broken.includes(measurement)) throw new Error('not now');
      removed.push(measurement);
    },
  };
  return { removed, errors, options: { register: createRegister(definitions), remover, log, now: Date.now } };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('housekeeping', () => {
  it('deletes at once and then every hour, until it is stopped', async () => {
    const { removed, options } = housekeepingOf([weekly]);
    const housekeeping = startHousekeeping(options);
    await vi.advanceTimersByTimeAsync(0);
    expect(removed).toEqual(['status']);
    await vi.advanceTimersByTimeAsync(2 * HOUR);
    expect(removed).toHaveLength(3);
    await housekeeping.stop();
    await vi.advanceTimersByTimeAsync(2 * HOUR);
    expect(removed).toHaveLength(3);
  });

  it('goes on where one measurement fails, and says so', async () => {
    const { removed, errors, options } = housekeepingOf([weekly, daily], ['status']);
    await deleteExpired(options);
    expect(removed).toEqual(['daily']);
    expect(errors).toMatchObject([{ measurement: 'status' }]);
  });
});
