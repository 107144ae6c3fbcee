import { describe, expect, it } from 'vitest';
import { createLimits, type Judged, LIMITED, type Limited } from '../src/limits.ts';
import type { Rate } from '../src/rate-limiter.ts';

const NONE: Rate = { perSecond: 0, burst: 0 };
const limitsOf = (given: Partial<Record<Limited, Rate>>) =>
  createLimits({ ...(Object.fromEntries(LIMITED.map((kind) => [kind, NONE])) as Record<Limited, Rate>), ...given });

const record = (application: string, key: string) => ({ key, value: Buffer.from('{}'), headers: { application } });
/** An envelope for each list of systems; an empty list is an envelope that was rejected before. */
function judged(application: string, ...envelopes: string[][]): Judged {
  return {
    records: envelopes.flatMap((systems) => systems.map((system) => record(application, system))),
    results: envelopes.map((systems, i) =>
      systems.length > 0
        ? { id: `id-${i}`, status: 'accepted' as const, records: systems.length }
        : { status: 'rejected' as const, error: { code: 'bad_time' as const, detail: '', pointer: `/${i}/time` } },
    ),
  };
}
const anyone = { address: '192.0.2.1' };
const hourly = (n: number): Rate => ({ perSecond: n / 3600, burst: n });

describe('a sender', () => {
  it('takes a token with each request, before anything of it is read', () => {
    const limits = limitsOf({ address: { perSecond: 1, burst: 2 }, key: { perSecond: 1, burst: 1 } });
    expect([limits.admit(anyone, 0), limits.admit(anyone, 0)]).toEqual([undefined, undefined]);
    expect(limits.admit(anyone, 0)).toEqual({ refused: 'address_over_limit', waitMs: 1000 });
    expect(limits.admit({ address: '192.0.2.2' }, 0)).toBeUndefined();
    expect(limits.admit({ key: 'k' }, 0)).toBeUndefined();
    expect(limits.admit({ key: 'k' }, 500)).toEqual({ refused: 'key_over_limit', waitMs: 500 });
    expect(limits.admit(anyone, 1000)).toBeUndefined();
  });

  it('pays for the records of a large request afterwards', () => {
    const limits = limitsOf({ address: { perSecond: 10, burst: 10 } });
    limits.admit(anyone, 0);
    limits.charge(
      judged(
        'pulp',
        Array.from({ length: 100 }, (_, i) => `s${i}`),
      ),
      anyone,
      false,
      0,
    );
    expect(limits.admit(anyone, 0)?.waitMs).toBe(9100);
  });

  it('has a count of its own for erasures and exports', () => {
    const limits = limitsOf({ request: hourly(2), address: { perSecond: 100, burst: 100 } });
    expect([limits.admitRequest(anyone, 0), limits.admitRequest(anyone, 0)]).toEqual([undefined, undefined]);
    expect(limits.admitRequest(anyone, 0)).toEqual({ refused: 'requests_over_limit', waitMs: 1_800_000 });
    expect(limits.admit(anyone, 0)).toBeUndefined();
  });

  it('spends none of its erasures and exports on what its address is refused', () => {
    const limits = limitsOf({ request: hourly(1), address: { perSecond: 1, burst: 1 } });
    expect(limits.admit(anyone, 0)).toBeUndefined();
    expect(limits.admitRequest(anyone, 0)).toEqual({ refused: 'address_over_limit', waitMs: 1000 });
    expect(limits.admitRequest(anyone, 1000)).toBeUndefined();
  });
});

describe('an application over its limit', () => {
  it('refuses the whole request, and charges no system for it', () => {
    const limits = limitsOf({ application: { perSecond: 1, burst: 1 }, system: hourly(1) });
    const first = limits.charge(judged('pulp', ['a']), anyone, false, 0);
    expect(first).toMatchObject({ records: [{ key: 'a' }] });
    expect(limits.charge(judged('pulp', ['b']), anyone, false, 0)).toEqual({
      refused: 'application_over_limit',
      waitMs: 1000,
    });
    expect(limits.charge(judged('pulp', ['b']), anyone, false, 1000)).toMatchObject({ records: [{ key: 'b' }] });
  });

  it('leaves other applications alone', () => {
    const limits = limitsOf({ application: { perSecond: 1, burst: 1 } });
    limits.charge(judged('pulp', ['a', 'b', 'c']), anyone, false, 0);
    expect(limits.charge(judged('trento', ['a']), anyone, false, 0)).toMatchObject({ records: [{ key: 'a' }] });
  });
});

describe('a system over its limit', () => {
  it('has its envelope rejected, and those that travel with it accepted', () => {
    const limits = limitsOf({ system: hourly(1) });
    limits.charge(judged('pulp', ['runaway']), anyone, false, 0);
    const limited = limits.charge(judged('pulp', ['a'], [], ['b', 'runaway'], ['c']), anyone, true, 0);
    expect(limited).toMatchObject({
      records: [{ key: 'a' }, { key: 'c' }],
      results: [
        { status: 'accepted' },
        { error: { code: 'bad_time' } },
        { id: 'id-2', status: 'rejected', error: { code: 'system_over_limit', pointer: '/2' } },
        { status: 'accepted' },
      ],
    });
    expect(limited).not.toHaveProperty('over');
    // The envelope was rejected whole, so its other system has used up nothing.
    expect(limits.charge(judged('pulp', ['b']), anyone, false, 0)).toMatchObject({ records: [{ key: 'b' }] });
  });

  it('has the request refused, with a time to come back, where nothing of it was accepted', () => {
    const limits = limitsOf({ system: hourly(2) });
    for (const _ of [1, 2]) limits.charge(judged('pulp', ['runaway']), anyone, false, 0);
    expect(limits.charge(judged('pulp', ['runaway'], []), anyone, true, 0)).toMatchObject({
      records: [],
      over: { refused: 'systems_over_limit', waitMs: 1_800_000 },
    });
    expect(limits.charge(judged('pulp', []), anyone, true, 0)).not.toHaveProperty('over');
  });

  it('is known by its application and its id', () => {
    const limits = limitsOf({ system: hourly(1) });
    limits.charge(judged('pulp', ['a']), anyone, false, 0);
    expect(limits.charge(judged('trento', ['a']), anyone, false, 0)).toMatchObject({ records: [{ key: 'a' }] });
  });
});
