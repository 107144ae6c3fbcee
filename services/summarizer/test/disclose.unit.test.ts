import { describe, expect, it } from 'vitest';
import { discloseHistogram, discloseShare } from '../src/disclose.ts';
import { shorten } from '../src/version.ts';

const count = (value: string, systems: number) => ({ value, systems });

describe('a share of at least ten systems', () => {
  it.each([
    ['nothing rare', [count('a', 10), count('b', 20)], [count('b', 20), count('a', 10)], 0],
    ['rare values make up a crowd', [count('a', 20), count('b', 6), count('c', 5)], [count('a', 20)], 11],
    [
      'a rare value takes the next smallest with it',
      [count('a', 30), count('b', 12), count('c', 3)],
      [count('a', 30)],
      15,
    ],
    ['only rare values', [count('a', 9), count('b', 9)], [], 18],
    ['one rare value and one other', [count('a', 9), count('b', 90)], [], 99],
    [
      'of two that are as frequent the later joins',
      [count('b', 12), count('a', 12), count('c', 1)],
      [count('a', 12)],
      13,
    ],
  ])('%s', (_, counts, values, other) => {
    expect(discloseShare(counts, 10)).toMatchObject({ values, other });
  });

  it('is not there for nine', () => {
    expect(discloseShare([count('a', 9)], 10)).toBeUndefined();
    expect(discloseShare([], 1)).toBeUndefined();
  });

  it('hides a patch version whose only sibling is rare, where their sum is shown', () => {
    const counts = [count('3.20.0', 10), count('3.20.2', 2), count('3.21.0', 50), count('3.19.0', 40)];
    const parents = [(version: string) => shorten(version, 'x.y')];
    const share = discloseShare(counts, 10, parents);
    expect(share).toMatchObject({ values: [count('3.21.0', 50), count('3.19.0', 40)], other: 12 });
  });
});

describe('a histogram of at least ten systems a bucket', () => {
  const bucket = (from: number | null, to: number | null, systems: number) => ({ from, to, systems });
  it.each([
    ['joins upwards', [bucket(1, 2, 4), bucket(2, 4, 7), bucket(8, 16, 10)], [bucket(1, 4, 11), bucket(8, 16, 10)]],
    ['joins what is left over downwards', [bucket(null, 1, 12), bucket(4, 8, 3)], [bucket(null, 8, 15)]],
    ['joins across a gap', [bucket(1, 2, 5), bucket(16, 32, 5)], [bucket(1, 32, 10)]],
    ['says nothing of too few', [bucket(1, 2, 5)], []],
  ])('%s', (_, given, wanted) => {
    expect(discloseHistogram(given, 10)).toEqual(wanted);
  });
});

describe('a version', () => {
  it.each([
    ['3.22.1', '3.22', '3.22.1'],
    ['3.23.0.dev', '3.23', '3.23.0'],
    ['1.2.3.4-rc1', '1.2', '1.2.3'],
    ['3.21-rc1', '3.21', '3.21-rc1'],
    ['15-SP2', '15-SP2', '15-SP2'],
    ['7', '7', '7'],
    ['10.20', '10.20', '10.20'],
    ['', '', ''],
  ])('%s is %s and %s', (version, xy, xyz) => {
    expect([shorten(version, 'x.y'), shorten(version, 'x.y.z')]).toEqual([xy, xyz]);
  });
});
