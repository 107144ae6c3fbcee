import { describe, expect, it } from 'vitest';
import { observedAt, receivedBy } from '../src/observed-at.ts';

const NOW = '2026-11-21T00:05:00.000Z';
const nowMs = Date.parse(NOW);
const HOUR_MS = 3_600_000;
const lateWindowMs = 48 * HOUR_MS;
const at = (epochMs: number) => observedAt({ epochMs, subMs: 0 }, nowMs, lateWindowMs);

describe('observedAt', () => {
  it('believes the sender within the late window and ten minutes ahead, both ends included', () => {
    expect(at(nowMs - HOUR_MS)).toStrictEqual({
      observed_at: '2026-11-20T23:05:00.000Z',
      day: '2026-11-20',
      clock_clamped: false,
    });
    expect(at(nowMs - lateWindowMs)).toMatchObject({ day: '2026-11-19', clock_clamped: false });
    expect(at(nowMs + 600_000)).toMatchObject({ observed_at: '2026-11-21T00:15:00.000Z', clock_clamped: false });
  });

  it.each([
    ['a millisecond too old', nowMs - lateWindowMs - 1],
    ['a millisecond too early', nowMs + 600_001],
    ['years old', Date.parse('2021-11-23T10:04:02Z')],
    ['from the far future', Date.parse('9999-12-31T23:59:59Z')],
  ])('takes the time of arrival for a measurement that is %s', (_, epochMs) => {
    expect(at(epochMs)).toStrictEqual({ observed_at: NOW, day: '2026-11-21', clock_clamped: true });
  });
});

describe('receivedBy', () => {
  const message = { received_at: NOW, other: 1 };

  it('believes a gateway up to the time at which the broker wrote', () => {
    expect(receivedBy(message, nowMs)).toBe(message);
    expect(receivedBy(message, nowMs + 1)).toBe(message);
    expect(receivedBy(message, nowMs - 1)).toEqual({ received_at: '2026-11-21T00:04:59.999Z', other: 1 });
  });
});
