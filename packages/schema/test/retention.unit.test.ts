import { expect, it } from 'vitest';
import { retentionMs } from '../src/retention.ts';

it.each([
  ['forever' as const, Number.POSITIVE_INFINITY],
  [{ ms: 5 }, 5],
  [{ lateWindowPlusMs: 5 }, 105],
])('a topic with %j keeps a record for %d ms', (retention, expected) => {
  expect(retentionMs(retention, 100)).toBe(expected);
});
