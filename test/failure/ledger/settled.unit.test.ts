import { describe, expect, it } from 'vitest';
import { behind, endsOf } from './drained.ts';
import { missingSentinels, type StoreCount } from './settled.ts';

const counts = (sentinels: number, records = 0): StoreCount[] => [
  { store: 'a', sentinels, records },
  { store: 'b', sentinels: 96 },
  { store: 'receipts', records },
];

describe('the sentinels', () => {
  it('are missing until every store has all of them', () => {
    expect(missingSentinels(counts(95), 96).missing).toEqual(['a has 95 of 96 sentinels']);
    expect(missingSentinels(counts(96), 96).missing).toEqual([]);
  });

  it('are waited for while records arrive', () => {
    expect(missingSentinels(counts(95, 1), 96).progress).not.toBe(missingSentinels(counts(95, 2), 96).progress);
    expect(missingSentinels(counts(95, 1), 96).progress).toBe(missingSentinels(counts(95, 1), 96).progress);
  });
});

describe('a pipeline', () => {
  const ends = endsOf([
    { partition: 0, offset: 7n },
    { partition: 0, offset: 3n },
    { partition: 2, offset: 0n },
  ]);
  const at = (...positions: [number, bigint][]) => new Map([['dedup', new Map(positions)]]);

  it('ends behind the last record of each partition that has any', () => {
    expect([...ends]).toEqual([
      [0, 8n],
      [2, 1n],
    ]);
  });

  it('is drained once every stage is at the ends, or behind the markers that follow them', () => {
    expect(behind('sanitized', ends, at([0, 8n], [1, 0n], [2, 2n])).missing).toEqual([]);
    expect(behind('sanitized', ends, at([0, 7n])).missing).toEqual([
      'dedup is at 7 of 8 in sanitized/0',
      'dedup is at 0 of 1 in sanitized/2',
    ]);
    // Of a group that has committed nothing Kafka says -1.
    expect(behind('sanitized', ends, at([0, 8n], [2, -1n])).missing).toHaveLength(1);
  });

  it('is waited for while a stage moves', () => {
    const [before, after] = [6n, 7n].map((position) => behind('sanitized', ends, at([0, position], [2, 1n])));
    expect(before?.progress).not.toBe(after?.progress);
  });
});
