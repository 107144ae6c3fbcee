import { createRegister } from '@heliograph/schema';
import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { BucketTooShort, createBucketCheck } from '../src/bucket.ts';

const DAY = 86_400_000;
const register = createRegister([
  aDefinition({ retention: '30d' }),
  aDefinition({ telemetry_type: 'b', retention: '7d' }),
]);

/** A check that reads one answer after the other, and what it warned of. */
function checkOf(...answers: (number | undefined)[]) {
  const warnings: string[] = [];
  const log = {
    debug: () => {},
    info: () => {},
    error: () => {},
    warn: (_: object, text: string) => void warnings.push(text),
  };
  return { check: createBucketCheck(register, async () => answers.shift(), log), warnings };
}

describe('the check of the bucket', () => {
  it('refuses one that keeps less than the longest retention', async () => {
    const { check, warnings } = checkOf(30 * DAY - 1);
    await expect(check()).rejects.toThrow(BucketTooShort);
    expect(warnings).toEqual([]);
  });

  it('takes without a word the one that keeps as long', async () => {
    const { check, warnings } = checkOf(30 * DAY);
    await check();
    expect(warnings).toEqual([]);
  });

  it.each([
    ['for longer', 31 * DAY, /keeps points for longer/],
    ['for ever', Number.POSITIVE_INFINITY, /keeps points for longer/],
    ['for as long as it does not say', undefined, /may not read/],
  ])('warns once of one that keeps %s, and again once that has changed', async (_, kept, expected) => {
    const { check, warnings } = checkOf(kept, kept, 30 * DAY, kept);
    await check();
    await check();
    expect(warnings).toEqual([expect.stringMatching(expected)]);
    await check();
    await check();
    expect(warnings).toHaveLength(2);
  });
});
