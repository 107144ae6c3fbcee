import { CANARY_DEFINITION, createRegister, isCanary, RawRecord } from '@heliograph/schema';
import { PublishError, type PublishRecord } from '@heliograph/stream';
import { testRuntime } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { canaryOf, sendCanaries } from '../src/canary.ts';

const NOW = Date.parse('2026-12-01T10:00:00.000Z');
const runtime = testRuntime();

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a canary', () => {
  it('is a record like any other, of the reserved source', () => {
    const [record, ...more] = canaryOf('00000000-0000-4000-8000-000000000000', 60_000, NOW);
    expect(more).toEqual([]);
    expect(isCanary(record?.headers ?? {})).toBe(true);
    const raw = RawRecord.parse(JSON.parse(String(record?.value)));
    expect(raw).toMatchObject({ received_at: '2026-12-01T10:00:00.000Z', payload: { every_ms: 60_000 } });
    expect(raw.clock_clamped ?? false).toBe(false);
  });

  it('is of a source that no sender can report for', () => {
    const register = createRegister([CANARY_DEFINITION]);
    expect(register.find('heliograph', 'canary')).toBe(CANARY_DEFINITION);
    expect(register.route('heliograph', 'canary', NOW)).toHaveProperty('refused');
  });

  it('is sent at its interval, of one system after the other, and also after one that could not be delivered', async () => {
    const published: PublishRecord[] = [];
    const publish = async (records: readonly PublishRecord[]) => {
      published.push(...records);
      if (published.length === 1) throw new PublishError('timed_out');
    };
    const canaries = sendCanaries({ everyMs: 60_000, publisher: { publish }, runtime }, () => NOW);
    await vi.advanceTimersByTimeAsync(59_000);
    expect(published).toEqual([]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(new Set(published.map(({ key }) => key)).size).toBe(2);
    await canaries.stop();
  });

  it('is not sent where it is switched off', async () => {
    const publish = vi.fn();
    await sendCanaries({ everyMs: 0, publisher: { publish }, runtime }, () => NOW).stop();
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(publish).not.toHaveBeenCalled();
  });
});
