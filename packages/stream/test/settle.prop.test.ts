import { DEAD_REASONS, type MessageTopicId } from '@heliograph/schema';
import { toyEmissions } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConsumerRecord } from '../src/client/consumer-record.ts';
import { dead, drop, type Outcome, ok, retry } from '../src/outcome/outcome.ts';
import { settle } from '../src/outcome/settle.ts';

const emission = fc.record({
  topic: fc.constantFrom('sanitized' as const, 'observations' as const, 'seen' as const),
  key: fc.string({ maxLength: 5 }),
  value: fc.jsonValue({ maxDepth: 1 }),
});
const settled: fc.Arbitrary<Outcome<MessageTopicId>> = fc.oneof(
  { weight: 6, arbitrary: fc.array(emission, { maxLength: 3 }).map((emissions) => ok(toyEmissions(...emissions))) },
  { weight: 2, arbitrary: fc.constantFrom('duplicate_id', 'duplicate_content').map(drop) },
  { weight: 1, arbitrary: fc.constantFrom(...DEAD_REASONS).map((reason) => dead(reason, 'somewhere')) },
);
const batchOf = (outcomes: readonly Outcome<MessageTopicId>[], from: bigint): ConsumerRecord[] =>
  outcomes.map((_, i) => ({
    topic: 'raw',
    partition: 2,
    offset: from + BigInt(i),
    key: `k${i}`,
    value: null,
    headers: {},
    timestampMs: 0,
  }));

describe('settle', () => {
  it('accounts for every record: in = ok + drops + dead', () => {
    fc.assert(
      fc.property(fc.array(settled, { minLength: 1, maxLength: 60 }), fc.bigInt(0n, 1n << 60n), (outcomes, from) => {
        const plan = settle(batchOf(outcomes, from), outcomes);
        if (plan.kind === 'retry') {
          const dead = outcomes.filter(({ kind }) => kind === 'dead').length;
          expect(plan.cause).toBe('too_many_dead_letters');
          expect(outcomes.length).toBeGreaterThanOrEqual(20);
          expect(dead * 2).toBeGreaterThan(outcomes.length);
          return;
        }
        const sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);
        const { ok, drops, dead } = plan.counts;
        expect(ok + sum(drops) + sum(dead)).toBe(outcomes.length);
        expect(plan.deadLetters).toHaveLength(sum(dead));
      }),
    );
  });

  it('keeps the emissions in order, each with the record it came from', () => {
    fc.assert(
      fc.property(fc.array(settled, { minLength: 1, maxLength: 15 }), (outcomes) => {
        const batch = batchOf(outcomes, 0n);
        const plan = settle(batch, outcomes);
        const expected = outcomes.flatMap((outcome, i) =>
          outcome.kind === 'ok' ? outcome.emissions.map((emission) => ({ emission, origin: batch[i] })) : [],
        );
        expect(plan.kind === 'settle' && plan.emissions).toEqual(expected);
      }),
    );
  });

  it('settles nothing of a batch in which one record must be retried', () => {
    fc.assert(
      fc.property(fc.array(settled, { maxLength: 40 }), fc.nat(40), (outcomes, at) => {
        const withRetry = outcomes.toSpliced(at % (outcomes.length + 1), 0, retry('store_down'));
        expect(settle(batchOf(withRetry, 5n), withRetry)).toEqual({ kind: 'retry', cause: 'store_down' });
      }),
    );
  });
});
