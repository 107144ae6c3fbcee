import { createRegister, type Definition } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyRetention, startHousekeeping } from '../src/housekeeping.ts';

const HOUR = 3_600_000;
const weekly = aDefinition({ retention: '7d' });
const daily = aDefinition({
  telemetry_type: 'daily',
  retention: '48h',
  influx: { measurement: 'daily', tags: ['/id'], fields: ['/count'] },
});

/** Housekeeping that writes down the measurements it looked after, and what it logged as errors. */
function housekeepingOf(definitions: readonly Definition[], broken: readonly string[] = []) {
  const applied: string[] = [];
  const errors: object[] = [];
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: (fields: object) => void errors.push(fields) };
  const retention = {
    async apply({ influx: { measurement } }: Definition) {
      if (broken.includes(measurement)) throw new Error('not now');
      applied.push(measurement);
    },
  };
  return { applied, errors, options: { register: createRegister(definitions), retention, log } };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('housekeeping', () => {
  it('applies retention at once and then every hour, until it is stopped', async () => {
    const { applied, options } = housekeepingOf([weekly]);
    const housekeeping = startHousekeeping(options);
    await vi.advanceTimersByTimeAsync(0);
    expect(applied).toEqual(['status']);
    await vi.advanceTimersByTimeAsync(2 * HOUR);
    expect(applied).toHaveLength(3);
    await housekeeping.stop();
    await vi.advanceTimersByTimeAsync(2 * HOUR);
    expect(applied).toHaveLength(3);
  });

  it('reaches the points that a measurement has under former names', async () => {
    const renamed = { ...weekly, influx: { ...weekly.influx, former_measurements: ['older', 'oldest'] } };
    const { applied, options } = housekeepingOf([renamed, daily]);
    await applyRetention(options);
    expect(applied).toEqual(['status', 'older', 'oldest', 'daily']);
  });

  it('goes on where one measurement fails, and says so', async () => {
    const { applied, errors, options } = housekeepingOf([weekly, daily], ['status']);
    await applyRetention(options);
    expect(applied).toEqual(['daily']);
    expect(errors).toMatchObject([{ measurement: 'status' }]);
  });
});
