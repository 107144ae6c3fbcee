import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { nextAction } from '../src/publish/next-action.ts';

const gracePeriods = { graceMs: 3_600_000, keepMs: 86_400_000 };
const definition = aDefinition({ record: { system_id: '/id', late_window: '2d' } });
const day = {
  period: 'day',
  start: '2026-11-20',
  application: 'example',
  telemetry_type: 'status',
  channel: 'production',
} as const;
const fresh = { dirty: true, summarised: false, final: false, open: false };
const at = (time: string) => Date.parse(time);

describe('the duty of a day', () => {
  it.each([
    ['it has not ended', '2026-11-20T23:59:59.999Z', {}, undefined],
    ['its reports may be on their way', '2026-11-21T00:59:59.999Z', {}, undefined],
    ['the grace is over', '2026-11-21T01:00:00.000Z', {}, 'publish'],
    ['nothing new has come', '2026-11-21T12:00:00.000Z', { dirty: false }, undefined],
    ['it was published before', '2026-11-21T01:00:00.000Z', { summarised: true }, 'publish_again'],
    ['it was missed', '2026-11-22T12:00:00.000Z', {}, 'publish'],
    ['late reports may be on their way', '2026-11-23T00:59:59.999Z', {}, 'publish'],
    ['no report is accepted any more', '2026-11-23T01:00:00.000Z', {}, 'publish_finally'],
    ['it ends without news', '2026-11-23T01:00:00.000Z', { dirty: false }, 'publish_finally'],
    ['it was missed for long', '2027-01-01T00:00:00.000Z', {}, 'publish_finally'],
    ['it has just been frozen', '2026-11-23T01:00:00.000Z', { final: true, dirty: false }, undefined],
    ['it is frozen and dirty', '2026-11-24T00:59:59.999Z', { final: true }, undefined],
    ['its rows have been kept long enough', '2026-11-24T01:00:00.000Z', { final: true, dirty: false }, 'close'],
  ])('where %s', (_, now, given, duty) => {
    const state = { ...day, ...fresh, ...given };
    expect(nextAction(state, definition, at(now), gracePeriods)).toBe(duty);
  });

  it('without a definition is to wait, and then to let go of what is held', () => {
    const state = { ...day, ...fresh };
    expect(nextAction(state, undefined, at('2026-12-20T00:00:00.000Z'), gracePeriods)).toBeUndefined();
    expect(nextAction(state, undefined, at('2026-12-23T01:00:00.000Z'), gracePeriods)).toBe('close');
  });
});

describe('the duty of a week or a month', () => {
  const week = { ...day, period: 'week', start: '2026-11-16', ...fresh } as const;
  const month = { ...day, period: 'month', start: '2026-11-01', ...fresh } as const;

  it.each([
    ['a week that has not ended', week, '2026-11-23T00:59:59.999Z', {}, undefined],
    ['a week that has', week, '2026-11-23T01:00:00.000Z', { open: true }, 'publish'],
    ['a week whose days may not change any more', week, '2026-11-25T01:00:00.000Z', {}, 'publish_finally'],
    ['a week with a day that is yet to be frozen', week, '2026-11-25T01:00:00.000Z', { open: true }, 'publish'],
    ['a month that has not ended', month, '2026-12-01T00:59:59.999Z', {}, undefined],
    ['a month that has', month, '2026-12-01T01:00:00.000Z', { open: true }, 'publish'],
    ['a month whose days may not change any more', month, '2026-12-03T01:00:00.000Z', {}, 'publish_finally'],
  ] as const)('%s', (_, state, now, given, duty) => {
    expect(nextAction({ ...state, ...given }, definition, at(now), gracePeriods)).toBe(duty);
  });
});
