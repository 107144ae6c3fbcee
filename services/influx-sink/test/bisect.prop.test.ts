import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bisect } from '../src/bisect.ts';

const items = fc.array(fc.record({ id: fc.nat(), bad: fc.boolean() }), { maxLength: 60 });

describe('bisect', () => {
  it('refuses exactly the bad items, and has written every other', async () => {
    const property = fc.asyncProperty(items, async (all) => {
      const written = new Set<object>();
      const refusals = await bisect(all, async (some) => {
        if (some.some(({ bad }) => bad)) return `refused ${some.length}`;
        for (const item of some) written.add(item);
        return undefined;
      });
      expect(refusals).toEqual(all.map(({ bad }) => (bad ? 'refused 1' : undefined)));
      for (const item of all) expect(written.has(item)).toBe(!item.bad);
    });
    await fc.assert(property);
  });

  it('finds one bad item of many with few writes', async () => {
    const all = Array.from({ length: 4096 }, (_, i) => i);
    let writes = 0;
    await bisect(all, async (some) => {
      writes += 1;
      return some.includes(1234) ? 'no' : undefined;
    });
    expect(writes).toBeLessThanOrEqual(1 + 2 * 12);
  });

  it('writes once where all items are known to be refused', async () => {
    const all = Array.from({ length: 4096 }, (_, i) => i);
    let writes = 0;
    const refuse = async (some: readonly number[]) => {
      writes += 1;
      return some.length;
    };
    expect(new Set(await bisect(all, refuse, (refused) => refused === 4096))).toEqual(new Set([4096]));
    expect(writes).toBe(1);
  });

  it('writes nothing of nothing, and passes an error of the store on', async () => {
    expect(await bisect([], () => Promise.reject(new Error('down')))).toEqual([]);
    await expect(bisect([1, 2], () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  });
});
