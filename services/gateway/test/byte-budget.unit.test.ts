import { describe, expect, it } from 'vitest';
import { createByteBudget } from '../src/http/read-body.ts';

const MIB = 1_048_576;
const SMALL = 65_536;

describe('the bytes of bodies that are held at once', () => {
  it('are bounded, and free again once they are given back', () => {
    const budget = createByteBudget(4 * SMALL);
    for (const owner of ['a', 'b', 'c', 'd']) expect(budget.take(owner, SMALL, SMALL)).toBeUndefined();
    expect([budget.take('e', 1, 1), budget.taken]).toEqual(['all', 4 * SMALL]);
    budget.release('a', SMALL);
    expect([budget.take('e', SMALL, SMALL), budget.taken]).toEqual([undefined, 4 * SMALL]);
  });

  it('are a quarter for one owner at most, over all of its bodies', () => {
    const budget = createByteBudget(32 * MIB);
    for (let i = 0; i < 8; i += 1) expect(budget.take('greedy', MIB, MIB)).toBeUndefined();
    expect([budget.take('greedy', 1, 1), budget.take('other', 1, 1)]).toEqual(['owner', undefined]);
    budget.release('greedy', MIB);
    expect(budget.take('greedy', MIB, MIB)).toBeUndefined();
  });

  it('have no owner where clients cannot be told apart', () => {
    const budget = createByteBudget(32 * MIB);
    for (let i = 0; i < 24; i += 1) expect(budget.take(undefined, MIB, MIB)).toBeUndefined();
    expect(budget.take(undefined, MIB, MIB)).toBe('all');
  });

  it('keep room for small bodies', () => {
    const budget = createByteBudget(32 * MIB);
    const owners = Array.from({ length: 24 }, (_, i) => `owner ${i}`);
    for (const owner of owners) expect(budget.take(owner, MIB, MIB)).toBeUndefined();
    expect(budget.take('large', SMALL, SMALL + 1)).toBe('all');
    expect(budget.take('small', SMALL, SMALL)).toBeUndefined();
  });
});
