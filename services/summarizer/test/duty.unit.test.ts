import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { dutyOf } from '../src/duty.ts';

const patience = { graceMs: 3_600_000, keepMs: 86_400_000 };
const definition = aDefinition({ record: { system_id: '/id', late_window: '2d' } });
const day = { day: '2026-11-20', application: 'example', telemetry_type: 'status', channel: 'production' };
const at = (time: string) => Date.parse(time);

describe('the duty of a day', () => {
  it.each([
    ['it has not ended', '2026-11-20T23:59:59.999Z', {}, undefined],
    ['its reports may be on their way', '2026-11-21T00:59:59.999Z', {}, undefined],
    ['the grace is over', '2026-11-21T01:00:00.000Z', {}, 'publish'],
    ['nothing new has come', '2026-11-21T12:00:00.000Z', { dirty: false }, undefined],
    ['it was missed', '2026-11-22T12:00:00.000Z', {}, 'publish'],
    ['late reports may be on their way', '2026-11-23T00:59:59.999Z', {}, 'publish'],
    ['no report is accepted any more', '2026-11-23T01:00:00.000Z', {}, 'publish_finally'],
    ['it ends without news', '2026-11-23T01:00:00.000Z', { dirty: false }, 'publish_finally'],
    ['it was missed for long', '2027-01-01T00:00:00.000Z', {}, 'publish_finally'],
    ['it has just been frozen', '2026-11-23T01:00:00.000Z', { final: true, dirty: false }, undefined],
    ['it is frozen and dirty', '2026-11-24T00:59:59.999Z', { final: true }, undefined],
    ['its rows have been kept long enough', '2026-11-24T01:00:00.000Z', { final: true, dirty: false }, 'empty'],
  ])('where %s', (_, now, given, duty) => {
    const state = { ...day, dirty: true, final: false, ...given };
    expect(dutyOf(state, definition, at(now), patience)).toBe(duty);
  });

  it('without a definition is to wait, and then to let go of what is held', () => {
    const state = { ...day, dirty: true, final: false };
    expect(dutyOf(state, undefined, at('2026-12-20T00:00:00.000Z'), patience)).toBeUndefined();
    expect(dutyOf(state, undefined, at('2026-12-23T01:00:00.000Z'), patience)).toBe('empty');
  });
});
