import { describe, expect, it } from 'vitest';
import {
  chooseLevel,
  countValues,
  findShare,
  largestKeys,
  largestValues,
  sortVersions,
} from '../src/figures/shares.ts';
import { aShare, aShareFigure, aSuppressedFigure } from './a-figure.ts';

const values = (...counts: number[]) => counts.map((systems, i) => ({ value: `v${i}`, systems }));

describe('the values that a chart tells apart', () => {
  it('are the most frequent now, and those that ever had the largest parts, and no more than eight', () => {
    const before = aShare({ systems: 80, values: values(17, 15, 13, 11, 9, 7, 5, 3), other: 0 });
    const current = ['a', 'b', 'c', 'd', 'e'].map((value, i) => ({ value, systems: 5 - i }));
    const now = aShare({ systems: 1000, values: current, other: 985 });
    expect(largestValues([before, now, undefined], 8)).toEqual(['v0', 'v1', 'v2', 'v3', 'a', 'b', 'c', 'd']);
    expect(largestValues([before, undefined], 8)).toHaveLength(8);
    expect(largestValues([undefined], 8)).toEqual([]);
  });

  it('stand in the order of versions and numbers, where they are such', () => {
    expect(sortVersions(['3.21', '3.9', '15-SP2'])).toEqual(['3.9', '3.21', '15-SP2']);
    expect(sortVersions(['b', '10', 'a'])).toEqual(['b', '10', 'a']);
  });

  it('and all others together are all systems', () => {
    const share = aShare({ systems: 30, values: values(12, 8, 4), other: 6 });
    expect(countValues(share, ['v1', 'gone'])).toEqual([8, 0, 22]);
    expect(countValues(undefined, ['v1'])).toBeUndefined();
  });
});

describe('chooseLevel', () => {
  it('is the one asked for where there is such a one, else the coarsest', () => {
    expect(chooseLevel(['x.y.z', 'x.y'], undefined)).toBe('x.y');
    expect(chooseLevel(['x.y', 'x.y.z'], 'x.y.z')).toBe('x.y.z');
    expect(chooseLevel(['x.y'], 'x.y.z')).toBe('x.y');
    expect(chooseLevel(undefined, 'x.y.z')).toBeNull();
  });
});

describe('keys', () => {
  it('are ordered by the most systems that they ever had', () => {
    const timeline = { period: 'day', everyDays: 1, starts: ['2026-11-19', '2026-11-20'] } as const;
    const of = (a: number, b: number) => [aShare({ key: 'a', systems: a }), aShare({ key: 'b', systems: b })];
    const figures = [aShareFigure({}, of(10, 20)), aSuppressedFigure('share'), undefined, aShareFigure({}, of(30, 20))];
    expect(largestKeys({ timeline, figures }, 2)).toEqual(['a', 'b']);
    expect(largestKeys({ timeline, figures }, 1)).toEqual(['a']);
    expect(findShare(figures[0], 'b', null)?.systems).toBe(20);
    expect(findShare(figures[0], 'c', null)).toBeUndefined();
  });
});
