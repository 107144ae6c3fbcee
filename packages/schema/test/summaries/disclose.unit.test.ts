import { describe, expect, it } from 'vitest';
import { disclose } from '../../src/summaries/disclosure/disclose.ts';
import { byText } from '../../src/summaries/disclosure/overlapping.ts';
import { disclosePartition } from '../../src/summaries/disclosure/partition.ts';
import { isEnough, isSafe, thresholdOf } from '../../src/summaries/disclosure/threshold.ts';
import { shortenVersion as shorten } from '../../src/version.ts';

const groups = (...sizes: number[]) => sizes.map((systems) => ({ systems }));
const sizes = (shown: readonly { systems: number }[]) => shown.map(({ systems }) => systems);

it('orders names by code unit, the lack of one first', () => {
  expect(['b', null, 'B', 'a'].toSorted(byText)).toEqual([null, 'B', 'a', 'b']);
});

describe('the threshold', () => {
  it('is one more than the minimum, and none where nobody is protected', () => {
    expect([1, 2, 3, 10].map(thresholdOf)).toEqual([1, 3, 4, 11]);
    expect([0, 1, 10, 11].map((n) => isSafe(n, 11))).toEqual([true, false, false, true]);
    expect([0, 1].map((n) => isEnough(n, 1))).toEqual([false, true]);
  });
});

describe('of groups with nobody in common, where eleven are enough', () => {
  it.each([
    ['all are shown where none is too small', [11, 20], [11, 20]],
    ['the small ones are hidden where they are enough together', [20, 6, 5], [20]],
    ['the next smallest joins where they are not', [30, 12, 3], [30]],
    ['all that are as small as the next smallest join', [30, 12, 12, 3], [30]],
    ['what joins may be small too', [30, 12, 3, 8], [30, 12]],
    ['all are hidden where they are small', [9, 8], []],
    ['all are hidden where one of two is small', [90, 9], []],
    ['groups of nobody hide nobody', [0, 0, 11], [11]],
    ['there may be none', [], []],
  ])('%s', (_, given, shown) => {
    expect(sizes(disclose(groups(...given), 11))).toEqual(shown);
    expect(sizes(disclose(groups(...given.toReversed()), 11)).toReversed()).toEqual(shown);
  });

  it('those that are not listed hide others, and are hidden themselves', () => {
    expect(sizes(disclose(groups(30, 5), 11, [], 6))).toEqual([30]);
    expect(sizes(disclose(groups(30, 12), 11, [], 6))).toEqual([30]);
  });

  it('those of a parent that is shown are told like all', () => {
    const versions = (counts: Record<string, number>) =>
      Object.entries(counts).map(([value, systems]) => ({ value, systems }));
    const shown = (counts: Record<string, number>) =>
      disclose(versions(counts), 11, [({ value }) => shorten(value, 'x.y')]).map(({ value }) => value);
    expect(shown({ '3.20.0': 11, '3.20.2': 2, '3.21.0': 50 })).toEqual(['3.21.0']);
    expect(shown({ '3.20.0': 11, '3.20.2': 12, '3.21.0': 50 })).toEqual(['3.20.0', '3.20.2', '3.21.0']);
    // 3.19 is too small, and takes all of 3.20 with it.
    expect(shown({ '3.19.0': 2, '3.20.0': 11, '3.20.2': 12, '3.21.0': 50 })).toEqual(['3.21.0']);
  });

  it('nobody is protected by a threshold of one', () => {
    expect(sizes(disclose(groups(1, 1, 7), 1))).toEqual([1, 1, 7]);
  });
});

describe('a partition', () => {
  it.each([
    ['tells how many lack the field', [20, 30], 61, { shown: [20, 30], other: 0, absent: 11 }],
    ['tells that nobody does', [20, 30], 50, { shown: [20, 30], other: 0, absent: 0 }],
    ['hides few that do among others', [20, 8, 5], 35, { shown: [20], other: 15, absent: null }],
    ['hides them with the next smallest', [20, 30], 52, { shown: [30], other: 22, absent: null }],
    ['hides those that do as the next smallest', [20, 3], 35, { shown: [20], other: 15, absent: null }],
  ])('%s', (_, given, of, wanted) => {
    const { shown, ...rest } = disclosePartition({ groups: groups(...given), of }, 11);
    expect({ shown: sizes(shown), ...rest }).toEqual(wanted);
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
