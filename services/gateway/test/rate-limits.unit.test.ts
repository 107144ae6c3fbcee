import { describe, expect, it } from 'vitest';
import { aKey, anyone, hourly, ingested, limitsOf } from './limits-of.ts';

describe('a client', () => {
  it('takes a token with each request, before anything of it is read', () => {
    const limits = limitsOf({ address: { perSecond: 1, burst: 2 }, key: { perSecond: 1, burst: 1 } });
    expect([limits.refusalOf(anyone, 0), limits.refusalOf(anyone, 0)]).toEqual([undefined, undefined]);
    expect(limits.refusalOf(anyone, 0)).toEqual({ refused: 'address_rate_limited', waitMs: 1000 });
    expect(limits.refusalOf({ address: '192.0.2.2' }, 0)).toBeUndefined();
    expect(limits.refusalOf(aKey, 0)).toBeUndefined();
    expect(limits.refusalOf(aKey, 500)).toEqual({ refused: 'api_key_rate_limited', waitMs: 500 });
    expect(limits.refusalOf(anyone, 1000)).toBeUndefined();
  });

  it('pays for the records of a large request afterwards', () => {
    const limits = limitsOf({ address: { perSecond: 10, burst: 10 } });
    const systems = Array.from({ length: 100 }, (_, i) => `s${i}`);
    limits.charge(ingested('pulp', systems), 0);
    expect(limits.refusalOf(anyone, 0)?.waitMs).toBe(9100);
  });

  it('has a count of its own for erasures and exports', () => {
    const limits = limitsOf({ request: hourly(2), address: { perSecond: 100, burst: 100 } });
    const ask = () => limits.refusalOf(anyone, 0, 'privacy_requests');
    expect([ask(), ask()]).toEqual([undefined, undefined]);
    expect(ask()).toEqual({ refused: 'privacy_requests_rate_limited', waitMs: 1_800_000 });
    expect(limits.refusalOf(anyone, 0)).toBeUndefined();
  });

  it('spends none of its erasures and exports on what its address is refused', () => {
    const limits = limitsOf({ request: hourly(1), address: { perSecond: 1, burst: 1 } });
    const ask = (nowMs: number) => limits.refusalOf(anyone, nowMs, 'privacy_requests');
    expect(limits.refusalOf(anyone, 0)).toBeUndefined();
    expect(ask(0)).toEqual({ refused: 'address_rate_limited', waitMs: 1000 });
    expect(ask(1000)).toBeUndefined();
  });
});

describe('what is not stored', () => {
  const large = Array.from({ length: 3000 }, (_, i) => `s${i}`);

  it('costs a client no records if its application is over its limit', () => {
    const limits = limitsOf({ application: { perSecond: 1, burst: 1 }, address: { perSecond: 100, burst: 1000 } });
    limits.charge(ingested('pulp', ['a']), 0);
    for (let tries = 0; tries < 999; tries += 1)
      expect(limits.charge(ingested('pulp', large), 0)).toMatchObject({ refused: 'application_rate_limited' });
    // What is left is the token that each request costs for having been read.
    expect(limits.refusalOf(anyone, 0)).toMatchObject({ refused: 'address_rate_limited', waitMs: 10 });
  });

  it('costs its client and its application no record that a system is over its limit for', () => {
    const limits = limitsOf({
      system: hourly(1),
      application: { perSecond: 1, burst: 3 },
      address: { perSecond: 1, burst: 4 },
    });
    limits.charge(ingested('pulp', ['runaway']), 0);
    for (const others of [['a'], ['b']])
      expect(limits.charge(ingested('pulp', others, ['runaway', 'c', 'd', 'e']), 0)).toMatchObject({
        records: [{ key: others[0] }],
      });
    expect(limits.charge(ingested('pulp', ['f']), 0)).toMatchObject({ refused: 'application_rate_limited' });
    expect(limits.refusalOf(anyone, 0)).toMatchObject({ refused: 'address_rate_limited', waitMs: 1000 });
  });

  it('costs nothing at all if it could not be published', () => {
    const limits = limitsOf({
      system: hourly(1),
      application: { perSecond: 1, burst: 5 },
      address: { perSecond: 1, burst: 5 },
      key: { perSecond: 1, burst: 5 },
    });
    for (const client of [anyone, aKey])
      for (let tries = 0; tries < 100; tries += 1) {
        const charge = limits.admitted(client, tries);
        expect(charge.takeRecords(ingested('pulp', ['a', 'b', 'c']), () => '', tries)).toMatchObject({
          records: [{}, {}, {}],
        });
        charge.refund(tries);
      }
    expect(limits.charge(ingested('pulp', ['a', 'b', 'c', 'd', 'e']), 100)).toMatchObject({ records: { length: 5 } });
    expect(limits.refusalOf(anyone, 100)).toMatchObject({ refused: 'address_rate_limited', waitMs: 1000 });
  });

  it('is given back once', () => {
    const limits = limitsOf({ address: { perSecond: 1, burst: 2 } });
    const charge = limits.admitted(anyone, 0);
    limits.admitted(anyone, 0);
    charge.refund(0);
    charge.refund(0);
    limits.admitted(anyone, 0);
    expect(limits.refusalOf(anyone, 0)).toMatchObject({ waitMs: 1000 });
  });

  it('costs nothing of the limit of erasures and exports either', () => {
    const limits = limitsOf({ request: hourly(1) });
    for (let tries = 0; tries < 10; tries += 1) limits.admitted(anyone, tries, 'privacy_requests').refund(tries);
    limits.admitted(anyone, 10, 'privacy_requests');
    expect(limits.refusalOf(anyone, 10, 'privacy_requests')).toMatchObject({
      refused: 'privacy_requests_rate_limited',
    });
  });
});

describe('an application over its limit', () => {
  it('refuses the whole request, and charges no system for it', () => {
    const limits = limitsOf({ application: { perSecond: 1, burst: 1 }, system: hourly(1) });
    const first = limits.charge(ingested('pulp', ['a']), 0);
    expect(first).toMatchObject({ records: [{ key: 'a' }] });
    expect(limits.charge(ingested('pulp', ['b']), 0)).toEqual({
      refused: 'application_rate_limited',
      waitMs: 1000,
    });
    expect(limits.charge(ingested('pulp', ['b']), 1000)).toMatchObject({ records: [{ key: 'b' }] });
  });

  it('leaves other applications alone', () => {
    const limits = limitsOf({ application: { perSecond: 1, burst: 1 } });
    limits.charge(ingested('pulp', ['a', 'b', 'c']), 0);
    expect(limits.charge(ingested('trento', ['a']), 0)).toMatchObject({ records: [{ key: 'a' }] });
  });
});

describe('a system over its limit', () => {
  it('has its envelope rejected, and those that travel with it accepted', () => {
    const limits = limitsOf({ system: hourly(1) });
    limits.charge(ingested('pulp', ['runaway']), 0);
    const limited = limits.charge(ingested('pulp', ['a'], [], ['b', 'runaway'], ['c']), 0, true);
    expect(limited).toMatchObject({
      records: [{ key: 'a' }, { key: 'c' }],
      results: [
        { status: 'accepted' },
        { error: { code: 'invalid_time' } },
        { id: 'id-2', status: 'rejected', error: { code: 'system_rate_limited', pointer: '/2' } },
        { status: 'accepted' },
      ],
    });
    expect(limited).not.toHaveProperty('exceeded');
    // The envelope was rejected whole, so its other system has used up nothing.
    expect(limits.charge(ingested('pulp', ['b']), 0)).toMatchObject({ records: [{ key: 'b' }] });
  });

  it('has the request refused, with a time to come back, where nothing of it was accepted', () => {
    const limits = limitsOf({ system: hourly(2) });
    for (const _ of [1, 2]) limits.charge(ingested('pulp', ['runaway']), 0);
    expect(limits.charge(ingested('pulp', ['runaway'], []), 0, true)).toMatchObject({
      records: [],
      exceeded: { refused: 'systems_rate_limited', waitMs: 1_800_000 },
    });
    expect(limits.charge(ingested('pulp', []), 0, true)).not.toHaveProperty('exceeded');
  });

  it('is known by its application and its id', () => {
    const limits = limitsOf({ system: hourly(1) });
    limits.charge(ingested('pulp', ['a']), 0);
    expect(limits.charge(ingested('trento', ['a']), 0)).toMatchObject({ records: [{ key: 'a' }] });
  });
});
