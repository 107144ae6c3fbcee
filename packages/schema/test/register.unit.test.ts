import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { createRegister } from '../src/index.ts';

const DAY_MS = 86_400_000;
const late = (late_window: string) => ({ system_id: '/id', late_window });
const a = aDefinition({ application: 'a', telemetry_type: 'status', expires: '2027-01-01', record: late('2d') });
const b = aDefinition({ application: 'a', telemetry_type: 'other', status: 'draft', record: late('7d') });
const c = aDefinition({ application: 'c', telemetry_type: 'status', status: 'retired' });
const register = createRegister([a, b, c]);
const lastMoment = Date.parse('2026-12-31T23:59:59.999Z');

describe('register', () => {
  it('routes to an approved definition until the day on which it expires', () => {
    expect(register.route('a', 'status', lastMoment)).toEqual({ definition: a });
    expect(register.route('a', 'status', lastMoment + 1)).toEqual({ refused: 'definition_expired' });
  });

  it.each([
    ['nobody', 'status', 'unknown_application'],
    ['__proto__', 'status', 'unknown_application'],
    ['a', 'nothing', 'unknown_telemetry_type'],
    ['c', 'other', 'unknown_telemetry_type'],
    ['a', 'other', 'definition_not_approved'],
    ['c', 'status', 'definition_not_approved'],
  ])('refuses %s/%s: %s', (application, telemetryType, refused) => {
    expect(register.route(application, telemetryType, lastMoment)).toEqual({ refused });
  });

  it('finds a definition whatever its status', () => {
    expect(register.find('c', 'status')).toBe(c);
    expect(register.find('c', 'other')).toBeUndefined();
  });

  it('knows the longest late window, of drafts too: they may be approved while dedup remembers', () => {
    expect(register.longestLateWindow).toBe(7 * DAY_MS);
    expect(createRegister([]).longestLateWindow).toBe(0);
  });

  it('throws where two definitions claim the same reports', () => {
    expect(() => createRegister([a, b, a])).toThrow('two definitions for a/status');
  });
});
