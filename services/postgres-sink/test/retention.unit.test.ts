import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { expiries, firstKeptDay } from '../src/retention.ts';

describe('firstKeptDay', () => {
  it.each([
    ['at the start of a day', '2026-11-21T00:00:00.000Z', '2026-10-22'],
    ['at the end of a day', '2026-11-21T23:59:59.999Z', '2026-10-22'],
    ['over the turn of the year', '2027-01-10T12:00:00.000Z', '2026-12-11'],
  ])('goes by the longest retention, %s', (_, now, day) => {
    const definitions = [aDefinition({ retention: '7d' }), aDefinition({ retention: '30d' })];
    expect(firstKeptDay(definitions, Date.parse(now))).toBe(day);
  });

  it('keeps everything where no definition says how long', () => {
    expect(firstKeptDay([], Date.parse('2026-11-21T00:00:00.000Z'))).toBeUndefined();
  });
});

describe('expiries', () => {
  it('are those of every definition, whatever its status', () => {
    const definitions = [aDefinition({ retention: '7d' }), aDefinition({ application: 'old', status: 'retired' })];
    expect(expiries(definitions, Date.parse('2026-11-21T10:00:00.000Z'))).toEqual([
      { application: 'example', telemetry_type: 'status', firstDay: '2026-11-14' },
      { application: 'old', telemetry_type: 'status', firstDay: '2026-10-22' },
    ]);
  });
});
