import { TOPIC_IDS } from '@heliograph/schema';
import { describe, expect, it } from 'vitest';
import { columns, wholeNumber } from '../src/command.ts';
import { toLine } from '../src/commands/tail.ts';
import { describePlan } from '../src/commands/topics.ts';

describe('topics plan', () => {
  it('names every topic with its retention', () => {
    const plan = { partitions: 6, replicationFactor: 3, minInSyncReplicas: 2, longestLateWindowMs: 86_400_000 };
    const lines = describePlan('telemetry', plan);
    expect(lines).toHaveLength(TOPIC_IDS.length + 1);
    expect(lines.find((line) => line.startsWith('telemetry.seen.v1'))).toMatch(/6 +3 +delete +120 h/);
    expect(lines.find((line) => line.startsWith('telemetry.summaries.v1'))).toMatch(/compact +for ever/);
  });
});

describe('tail', () => {
  const record = { topic: 'observations' as const, partition: 1, offset: 7n, key: 'k', headers: {}, timestampMs: 0 };
  it.each([
    [Buffer.from('{"a":1}'), { a: 1 }],
    [Buffer.from('not json'), 'not json'],
    [null, null],
  ])('shows %s as JSON, text or tombstone', (value, shown) => {
    expect(toLine({ ...record, value })).toMatchObject({ partition: 1, offset: '7', key: 'k', value: shown });
  });
});

describe('arguments', () => {
  it('are whole numbers where they should be', () => {
    expect(wholeNumber('limit', '3')).toBe(3);
    for (const bad of ['', '0', '1.5', '-1', 'x', '1e999']) expect(() => wholeNumber('limit', bad)).toThrow('--limit');
  });
});

describe('columns', () => {
  it('are as wide as their widest cell', () => {
    expect(
      columns([
        ['a', 'b'],
        ['ccc', 'd'],
      ]),
    ).toEqual(['a    b', 'ccc  d']);
  });
});
