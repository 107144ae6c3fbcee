import { expect, it } from 'vitest';
import { LEVELS, levelsOf, needsOf } from '../src/detectors/gate.ts';
import type { Traits } from '../src/detectors/traits.ts';

const NONE: Traits = {
  ascii: true,
  ...{ digits: 0, at: 0, colons: 0, dots: 0, domainDots: 0, dashes: 0 },
  ...{ equals: 0, slashes: 0, backslashes: 0, gaps: 0, longestWord: 0 },
};

it.each(LEVELS.map((level, place) => [place, ...level] as const))(
  'bit %d is %s of %d and more',
  (place, trait, least) => {
    const isSet = (count: number) => (levelsOf({ ...NONE, [trait]: count }) & (1 << place)) !== 0;
    expect([isSet(least - 1), isSet(least), isSet(least + 1)]).toEqual([false, true, true]);
  },
);

it('a form needs the levels without which it says that it cannot be there', () => {
  const form = {
    pattern: /x/g,
    mayBeIn: ({ digits, at, gaps, dots }: Traits) => digits > 5 && at > 0 && gaps + dots > 0,
  };
  const needed = LEVELS.filter((_, place) => (needsOf(form) & (1 << place)) !== 0);
  expect(needed).toEqual([
    ['digits', 1],
    ['digits', 5],
    ['at', 1],
  ]);
});
