import { describe, expect, it } from 'vitest';
import type { InputRecord } from '../src/handler.ts';
import { dead, ok } from '../src/outcome.ts';
import { settle } from '../src/settle.ts';

const record: InputRecord = {
  topic: 'raw',
  partition: 0,
  offset: 7n,
  key: null,
  value: null,
  headers: {},
  timestampMs: 0,
};
const batchOf = (n: number) => Array.from({ length: n }, (_, i) => ({ ...record, offset: BigInt(i) }));
const poison = dead('not_json', 'the value is not UTF-8 JSON');

describe('settle', () => {
  it.each([
    { size: 19, poisoned: 19, kind: 'settle' },
    { size: 20, poisoned: 10, kind: 'settle' },
    { size: 20, poisoned: 11, kind: 'wait' },
    { size: 100, poisoned: 51, kind: 'wait' },
  ])('$poisoned dead letters of $size: $kind', ({ size, poisoned, kind }) => {
    const outcomes = Array.from({ length: size }, (_, i) => (i < poisoned ? poison : ok()));
    expect(settle(batchOf(size), outcomes).kind).toBe(kind);
  });

  it('refuses a handler that forgot a record', () => {
    expect(() => settle(batchOf(3), [ok(), ok()])).toThrow('2 outcomes for 3 records');
  });
});
