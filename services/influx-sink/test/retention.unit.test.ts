import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import type { Deletion } from '../src/deletions.ts';
import { createBucketRetention } from '../src/retention.ts';
import { policySeconds, shardSeconds } from '../src/retention-policies.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

async function deletionsOf(kept: number | undefined) {
  const deletions: Deletion[] = [];
  const remover = { remove: async (deletion: Deletion) => void deletions.push(deletion) };
  const readRetention = async () => kept;
  await createBucketRetention({ remover, readRetention, now: () => 100 * DAY_MS }).apply(
    aDefinition({ retention: '7d' }),
  );
  return deletions;
}

describe('the retention of a measurement in a bucket', () => {
  it.each([
    ['longer', 8 * DAY_MS],
    ['for ever', Number.POSITIVE_INFINITY],
    ['for as long as it does not say', undefined],
  ])('deletes what is older where the bucket keeps %s', async (_, kept) => {
    expect(await deletionsOf(kept)).toEqual([{ measurement: 'status', beforeMs: 93 * DAY_MS }]);
  });

  it('leaves it to the bucket where that keeps as long', async () => {
    expect(await deletionsOf(7 * DAY_MS)).toEqual([]);
  });
});

describe('the policy of a measurement', () => {
  it('lasts as long as its definition says, and no shorter than a server takes', () => {
    expect([7 * DAY_MS, 1500, Number.POSITIVE_INFINITY].map(policySeconds)).toEqual([7 * 86_400, 3600, 0]);
  });

  it('has spans that are short beside what it keeps', () => {
    const days = [1, 2, 180, 181, Number.POSITIVE_INFINITY];
    expect(days.map((n) => shardSeconds(n * DAY_MS) / 3600)).toEqual([1, 24, 24, 168, 168]);
  });
});
