import { setImmediate as turn } from 'node:timers/promises';
import { propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createExclusion } from '../src/exclusion.ts';

const work = fc.record({
  kind: fc.constantFrom('shared', 'exclusive'),
  turns: fc.nat(4),
  fails: fc.boolean(),
  later: fc.nat(3),
});

describe('what is exclusive', () => {
  it('runs beside nothing, what is shared does, and all of it is done', async () => {
    let sharedTogether = 0;
    const property = fc.asyncProperty(fc.array(fc.tuple(work), { maxLength: 12 }), async (works) => {
      const exclusion = createExclusion();
      const running: string[] = [];
      const results = await Promise.allSettled(
        works.map(async ([{ kind, turns, fails, later }]) => {
          for (let i = 0; i < later; i += 1) await turn();
          return exclusion[kind as 'shared' | 'exclusive'](async () => {
            running.push(kind);
            for (let i = 0; i < turns; i += 1) {
              expect(running.includes('exclusive') ? running : ['exclusive']).toEqual(['exclusive']);
              if (running.length > 1) sharedTogether += 1;
              await turn();
            }
            running.splice(running.indexOf(kind), 1);
            if (fails) throw new Error('on purpose');
            return kind;
          });
        }),
      );
      expect(results.map((r) => (r.status === 'fulfilled' ? r.value : r.reason.message))).toEqual(
        works.map(([{ kind, fails }]) => (fails ? 'on purpose' : kind)),
      );
    });
    await fc.assert(property, { numRuns: propertyRuns(100) });
    expect(sharedTogether).toBeGreaterThan(0);
  });
});
