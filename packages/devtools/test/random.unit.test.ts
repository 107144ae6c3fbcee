import { describe, expect, it } from 'vitest';
import { randomFrom, uuidFrom, weighted } from '../src/random.ts';

describe('randomFrom', () => {
  it('gives the same numbers for the same text and others for another', () => {
    const take = (text: string) => Array.from({ length: 5 }, randomFrom(text));
    expect(take('a')).toEqual(take('a'));
    expect(take('a')).not.toEqual(take('b'));
  });

  it('is spread over [0, 1)', () => {
    const numbers = Array.from({ length: 10_000 }, randomFrom('spread'));
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(numbers.reduce((sum, n) => sum + n) / numbers.length).toBeCloseTo(0.5, 1);
  });
});

describe('uuidFrom', () => {
  it('gives well-formed version 8 UUIDs, one a text', () => {
    const ids = Array.from({ length: 5000 }, (_, i) => uuidFrom(`system/${i}`));
    expect(new Set(ids).size).toBe(5000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('weighted', () => {
  it('gives each value its share', () => {
    const choices = [
      ['a', 1],
      ['b', 3],
    ] as const;
    expect([0, 0.24, 0.25, 0.99].map((at) => weighted(choices, at))).toEqual(['a', 'a', 'b', 'b']);
  });

  it('cannot choose from nothing', () => {
    expect(() => weighted([], 0)).toThrow('no choices');
  });
});
