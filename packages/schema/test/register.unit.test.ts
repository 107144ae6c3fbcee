import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { createRegister, perDefinition } from '../src/index.ts';

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

  it('has no two definitions at one address, other than those that are retired', () => {
    const at = (application: string, given: object = {}, path = '/v1') =>
      aDefinition({ application, receive: { http: [{ path, ...given }] } });
    const retired = { ...at('e'), status: 'retired' as const };
    expect(() =>
      createRegister([at('d'), at('f', { method: 'PUT' }), at('g', { host: 'g.example' }), retired]),
    ).not.toThrow();
    expect(() => createRegister([at('d'), at('h')])).toThrow('POST /v1 is of d/status and of h/status');
  });

  it('finds a definition whatever its status', () => {
    expect(register.find('c', 'status')).toBe(c);
    expect(register.find('c', 'other')).toBeUndefined();
  });

  it('knows the longest late window, of drafts too: they may be approved while dedup remembers', () => {
    expect(register.longestLateWindow).toBe(7 * DAY_MS);
    expect(createRegister([]).longestLateWindow).toBe(0);
  });

  it('remembers beyond the late window for as long as one refuses what has been erased', () => {
    const refusing = aDefinition({ application: 'd', record: late('2d'), erasure: { refuse_for: '9d' } });
    expect(createRegister([a, refusing]).longestLateWindow).toBe((2 + 9) * DAY_MS);
  });

  it('throws where two definitions claim the same reports', () => {
    expect(() => createRegister([a, b, a])).toThrow('two definitions for a/status');
  });
});

describe('the mode', () => {
  const development = createRegister([a, b, c], 'development');

  it('is production unless said otherwise', () => {
    expect([register.mode, development.mode]).toEqual(['production', 'development']);
  });

  it('of development takes drafts in, until they expire, and still nothing that is retired', () => {
    expect(development.route('a', 'other', lastMoment)).toEqual({ definition: b });
    expect(development.route('a', 'other', Date.parse(b.expires))).toEqual({ refused: 'definition_expired' });
    expect(development.route('c', 'status', lastMoment)).toEqual({ refused: 'definition_not_approved' });
  });

  it.each([
    ['approved', a, true, true],
    ['draft', b, false, true],
    ['retired', c, true, true],
  ])('lets what was taken in under a definition that is %s be processed', (_, definition, here, there) => {
    expect([register.mayProcess(definition), development.mayProcess(definition)]).toEqual([here, there]);
  });
});

describe('what is made of a definition', () => {
  it('is made once for each, and anew for a changed one', () => {
    const made: string[] = [];
    const titleOf = perDefinition(({ title }) => ({ made: made.push(title) }));
    const changed = { ...a, title: 'Changed' };
    expect([titleOf(a), titleOf(changed), titleOf(a)]).toEqual([{ made: 1 }, { made: 2 }, { made: 1 }]);
    expect(made).toEqual(['Example', 'Changed']);
  });
});
