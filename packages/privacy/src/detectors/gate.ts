import type { Form } from './finding.ts';
import type { Traits } from './traits.ts';

/** What forms ask of a text, each with a bit: so many of a trait. */
export const LEVELS: readonly (readonly [Exclude<keyof Traits, 'ascii'>, number])[] = [
  ['digits', 1],
  ['digits', 5],
  ['digits', 9],
  ['digits', 12],
  ['longestWord', 8],
  ['longestWord', 12],
  ['longestWord', 16],
  ['longestWord', 24],
  ['longestWord', 36],
  ['dots', 1],
  ['dots', 2],
  ['dots', 3],
  ['domainDots', 1],
  ['dashes', 1],
  ['dashes', 3],
  ['colons', 1],
  ['colons', 2],
  ['gaps', 1],
  ['gaps', 2],
  ['equals', 1],
  ['at', 1],
  ['slashes', 1],
  ['slashes', 2],
  ['backslashes', 1],
];
const ALL: Traits = {
  ascii: false,
  ...{ digits: 99, at: 99, colons: 99, dots: 99, domainDots: 99, dashes: 99 },
  ...{ equals: 99, slashes: 99, backslashes: 99, gaps: 99, longestWord: 99 },
};

/**
 * The levels without which a form is in no text, found by asking its `mayBeIn` of a text that has all but one. To compare
 * these bits with those of a text is far cheaper than to call sixty functions for each text.
 */
export function needsOf({ mayBeIn }: Form): number {
  return bits(([trait, least]) => !mayBeIn({ ...ALL, [trait]: least - 1 }));
}

/** The levels that a text reaches. Written out, since it is done for each text; a test compares it with the list. */
export function levelsOf(traits: Traits): number {
  const { digits, longestWord, dots, dashes, colons, gaps, slashes } = traits;
  return (
    bit(digits > 0, 0) |
    bit(digits > 4, 1) |
    bit(digits > 8, 2) |
    bit(digits > 11, 3) |
    bit(longestWord > 7, 4) |
    bit(longestWord > 11, 5) |
    bit(longestWord > 15, 6) |
    bit(longestWord > 23, 7) |
    bit(longestWord > 35, 8) |
    bit(dots > 0, 9) |
    bit(dots > 1, 10) |
    bit(dots > 2, 11) |
    bit(traits.domainDots > 0, 12) |
    bit(dashes > 0, 13) |
    bit(dashes > 2, 14) |
    bit(colons > 0, 15) |
    bit(colons > 1, 16) |
    bit(gaps > 0, 17) |
    bit(gaps > 1, 18) |
    bit(traits.equals > 0, 19) |
    bit(traits.at > 0, 20) |
    bit(slashes > 0, 21) |
    bit(slashes > 1, 22) |
    bit(traits.backslashes > 0, 23)
  );
}

const bit = (isSet: boolean, place: number) => (isSet ? 1 << place : 0);

function bits(isSet: (level: (typeof LEVELS)[number]) => boolean): number {
  return LEVELS.reduce((set, level, i) => (isSet(level) ? set | (1 << i) : set), 0);
}
