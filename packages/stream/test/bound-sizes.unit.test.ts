import { describe, expect, it } from 'vitest';
import type { KafkaClient } from '../src/client/kafka-client.ts';
import type { ConsumerRecord } from '../src/index.ts';
import { drop, ok } from '../src/outcome/outcome.ts';
import { boundSizes } from '../src/produce/bound-sizes.ts';
import { MAX_BATCH_BYTES, sizeOf, toDeadLetterMessages } from '../src/produce/messages.ts';

const record = (bytes: number): ConsumerRecord => ({
  topic: 'raw',
  partition: 0,
  offset: 7n,
  key: 'k',
  value: Buffer.alloc(bytes, 'x'),
  headers: { application: 'a' },
  timestampMs: 0,
});
const emitting = (bytes: number) =>
  ok([
    { topic: 'sanitized', key: 'k', value: 'y'.repeat(bytes) } as never,
    { topic: 'sanitized', key: 'k', value: 1 } as never,
  ]);

describe('what a stage emits', () => {
  it.each([
    [10_619, 1_354_960, 'dead'],
    [133_000, 919_000, 'ok'],
    [133_000, 921_000, 'dead'],
    [133_000, 3_300_000, 'dead'],
    // A stage may add a little to what an earlier one has let through.
    [919_500, 922_000, 'ok'],
    [919_500, 930_000, 'dead'],
  ])('of a record of %d bytes and %d bytes itself is %s', (from, to, kind) => {
    const [outcome] = boundSizes([record(from)], [emitting(to)]);
    expect(outcome?.kind).toBe(kind);
    if (outcome?.kind === 'dead')
      expect(outcome).toMatchObject({
        reason: 'record_too_large',
        detail: expect.stringMatching(/^sanitized: \d+ bytes, at most \d+$/),
      });
  });

  it('is left as it is where nothing is emitted', () => {
    const outcomes = [drop('duplicate'), ok()];
    expect(boundSizes([record(500_000), record(500_000)], outcomes)).toEqual(outcomes);
  });
});

describe('a dead letter', () => {
  const kafka = { topic: (id: string) => id } as unknown as KafkaClient;
  const stage = { stage: 'sanitizer', group: 'g', version: '1' };
  const letterOf = (bytes: number) => {
    const letter = { origin: record(bytes), reason: 'invalid_envelope', detail: '/time: invalid' } as const;
    return toDeadLetterMessages(kafka, 'raw', [letter], stage, 0)[0];
  };

  it('has the bytes of its record, if they fit with its headers', () => {
    expect(letterOf(943_000)?.value).toHaveLength(943_000);
  });

  it('says where they are, if they do not', () => {
    const letter = letterOf(MAX_BATCH_BYTES - 100);
    expect(letter?.value).toBeNull();
    expect(letter?.headers['dead.detail']).toBe(
      'the value of 943618 bytes did not fit; it is at dead.origin; /time: invalid',
    );
    expect(letter?.headers['dead.origin']).toBe('raw/0/7');
    expect(sizeOf(letter ?? { key: null, value: null, headers: {} })).toBeLessThan(1000);
  });
});
