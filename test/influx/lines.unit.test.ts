import { StackError } from '@heliograph/local-stack';
import { expect, it } from 'vitest';
import { linesAtHand } from './lines.ts';

it('knows which servers there are, and why there are not the others', async () => {
  const lines = await linesAtHand(async (line) => {
    if (line === '1.8') throw new StackError('no Go');
  });
  expect(lines).toEqual({ atHand: ['1.6', '2'], missing: [{ line: '1.8', why: 'no Go' }] });
});

it('does not take a fault for a server that is missing', async () => {
  const fault = new TypeError('a fault');
  await expect(linesAtHand(() => Promise.reject(fault))).rejects.toBe(fault);
});
