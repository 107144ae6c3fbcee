import fc from 'fast-check';
import { expect, it } from 'vitest';
import { appendTimeMs } from '../src/admin/append-time.ts';

const NOW_MS = 2_000_000_000_000;
const DAY_MS = 86_400_000;

/** The times of the records of a log, in its order. */
const logs = fc
  .array(fc.integer({ min: 0, max: 30 * DAY_MS }), { minLength: 1, maxLength: 20 })
  .map((ages) => ages.toSorted((a, b) => b - a).map((age) => NOW_MS - age));

it('the time of a record is found by asking for offsets: not later than it was, by a second or a fiftieth of its age', async () => {
  await fc.assert(
    fc.asyncProperty(logs, fc.nat(), async (times, pick) => {
      const offset = pick % times.length;
      const writtenMs = times[offset] ?? 0;
      let questions = 0;
      const found = await appendTimeMs(BigInt(offset), NOW_MS, async (timeMs) => {
        questions += 1;
        const first = times.findIndex((time) => time >= timeMs);
        return BigInt(first < 0 ? times.length : first);
      });
      expect(found).toBeLessThanOrEqual(writtenMs);
      expect(writtenMs - found).toBeLessThanOrEqual(Math.max(1000, (NOW_MS - found) / 50));
      expect(questions).toBeLessThan(45);
    }),
  );
});

it('a broker that never comes to an end of the past is not asked for ever', async () => {
  expect(NOW_MS - (await appendTimeMs(0n, NOW_MS, async () => 1n))).toBeGreaterThan(400 * DAY_MS);
});
