import { aDefinition, aRawRecord } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { withBoundedTimes } from '../src/bounded-times.ts';

const HOUR_MS = 3_600_000;
const written = Date.parse('2026-11-21T10:00:00.000Z');
const at = (hours: number) => new Date(written + hours * HOUR_MS).toISOString();
const definition = aDefinition({ record: { system_id: '/id', late_window: '48h' } });

/** As a gateway makes it whose clock is so many hours ahead, of a report with a time so many hours from the broker's. */
function believed(hoursAhead: number, hoursOfReport: number) {
  const observed = hoursOfReport - hoursAhead < -48 ? hoursAhead : hoursOfReport;
  const raw = aRawRecord({
    time: at(hoursOfReport),
    received_at: at(hoursAhead),
    observed_at: at(observed),
    day: at(observed).slice(0, 10),
    clock_clamped: observed !== hoursOfReport,
  });
  const { received_at, observed_at, day, clock_clamped } = withBoundedTimes(raw, written, definition);
  return { received_at, observed_at, day, clock_clamped };
}

describe('the times of a record', () => {
  it('are those of the gateway where its clock is not ahead', () => {
    expect(believed(-0.001, -3)).toEqual({
      received_at: at(-0.001),
      observed_at: at(-3),
      day: '2026-11-21',
      clock_clamped: false,
    });
  });

  it.each([
    ['what the sender says, of today', 120, -1, { observed_at: at(-1), clock_clamped: false }],
    ['what the sender says, of yesterday', 24, -30, { observed_at: at(-30), day: '2026-11-20', clock_clamped: false }],
    ['when it was written, where the sender is ahead as well', 120, 119, { observed_at: at(0), clock_clamped: true }],
  ])('of a gateway that is ahead are %s', (_, hoursAhead, hoursOfReport, expected) => {
    expect(believed(hoursAhead, hoursOfReport)).toMatchObject({ received_at: at(0), ...expected });
  });

  it('are when it was written where the time of the report cannot be read any more', () => {
    const raw = aRawRecord({ time: 'soon', received_at: at(120), observed_at: at(120) });
    expect(withBoundedTimes(raw, written, definition)).toMatchObject({ observed_at: at(0), clock_clamped: true });
  });
});
