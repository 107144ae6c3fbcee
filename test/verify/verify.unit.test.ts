import { describe, expect, it } from 'vitest';
import type { SuiteResult } from './run-suite.ts';
import type { Suite } from './suites.ts';
import { exitCodeOf, runInOrder } from './verify.ts';

const suite = (name: string): Suite => ({ name, command: name, budgetSeconds: 1 });
const ended = (code: number): SuiteResult => ({ code, seconds: 1, events: [], overran: false });

async function verify(codes: Readonly<Record<string, number>>) {
  const ran: string[] = [];
  const done = await runInOrder(Object.keys(codes).map(suite), async ({ name }) => {
    ran.push(name);
    return ended(codes[name] ?? 0);
  });
  return { ran, done };
}

describe('running suites', () => {
  it('is done one after the other', async () => {
    const { ran, done } = await verify({ a: 0, b: 0 });
    expect(ran).toEqual(['a', 'b']);
    expect(exitCodeOf(done)).toBe(0);
  });

  it('stops at the first that fails, and ends with its exit code', async () => {
    const { ran, done } = await verify({ a: 0, b: 3, c: 4 });
    expect(ran).toEqual(['a', 'b']);
    expect(done.map(({ result }) => result?.code)).toEqual([0, 3, undefined]);
    expect(exitCodeOf(done)).toBe(3);
  });
});
