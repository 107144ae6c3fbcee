import { describe, expect, it } from 'vitest';
import type { Ingested } from '../src/limits/rate-limits.ts';
import { anyone, hourly, limitsOf, record } from './limits-of.ts';

describe('bytes', () => {
  const large = (bytes: number): Ingested => ({
    records: [{ ...record('pulp', 'a'), value: Buffer.alloc(bytes) }],
    results: [{ id: 'id', status: 'accepted', records: 1 }],
  });

  it.each([
    [1, 1],
    [4096, 1],
    [4097, 2],
    [890_000, 218],
  ])('a record of %d bytes takes %d tokens of its client, its application and its system', (bytes, tokens) => {
    for (const [scope, refused] of [
      ['address', 'address_rate_limited'],
      ['application', 'application_rate_limited'],
    ] as const) {
      const limits = limitsOf({ [scope]: { perSecond: 1, burst: 1 } });
      limits.charge(large(bytes), 0);
      const answer = scope === 'address' ? limits.refusalOf(anyone, 0) : limits.charge(large(1), 0);
      expect(answer).toEqual({ refused, waitMs: tokens * 1000 });
    }
    const limits = limitsOf({ system: hourly(1) });
    limits.charge(large(bytes), 0);
    expect(limits.charge(large(1), 0)).toMatchObject({ exceeded: { waitMs: tokens * 3_600_000 } });
  });

  it('of a body are charged once, whatever becomes of its reports', () => {
    const limits = limitsOf({ address: { perSecond: 1, burst: 1 } });
    const charge = limits.admitted(anyone, 0);
    charge.takeBody(40_000, 0);
    charge.takeRecords(large(12_000), () => '', 0);
    expect(limits.refusalOf(anyone, 0)?.waitMs).toBe(10_000);
  });

  it('of a body cost nothing where the application is over its limit, or nothing can be stored', () => {
    const limits = limitsOf({ address: { perSecond: 1, burst: 2 }, application: { perSecond: 1, burst: 1 } });
    limits.charge(large(1), 0);
    const refused = limits.admitted(anyone, 0);
    refused.takeBody(40_000, 0);
    expect(refused.takeRecords(large(12_000), () => '', 0)).toMatchObject({ refused: 'application_rate_limited' });
    expect(limits.refusalOf(anyone, 0)?.waitMs).toBe(1000);
    const unpublished = limits.admitted(anyone, 1000);
    unpublished.takeBody(40_000, 1000);
    unpublished.refund(1000);
    expect(limits.refusalOf(anyone, 1000)).toBeUndefined();
  });
});
