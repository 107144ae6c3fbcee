/** What characters a text has: enough to tell, in one pass, which forms cannot be in it. */
export interface Traits {
  /** No character above U+007F. */
  readonly ascii: boolean;
  readonly digits: number;
  readonly at: number;
  readonly colons: number;
  readonly dots: number;
  /** Dots with an ASCII letter behind them, as in a domain. */
  readonly domainDots: number;
  readonly dashes: number;
  readonly equals: number;
  readonly slashes: number;
  readonly backslashes: number;
  /** Blanks and #. */
  readonly gaps: number;
  /** Length of the longest run of letters, digits and _-+/ of ASCII. */
  readonly longestWord: number;
}

const LETTER = 1;
const DIGIT = 2;
const CLASS = new Uint8Array(128);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_+') CLASS[letter.charCodeAt(0)] = LETTER;
for (const digit of '0123456789') CLASS[digit.charCodeAt(0)] = DIGIT;
const DOT = 0x2e;

export function traitsOf(text: string): Traits {
  let ascii = true;
  let [digits, at, colons, dots, domainDots, dashes, equals, slashes, backslashes, gaps] = [
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ];
  let [longestWord, word, before] = [0, 0, 0];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const kind = CLASS[code];
    if (kind === LETTER) {
      word += 1;
      if (before === DOT) domainDots += 1;
    } else if (kind === DIGIT) {
      word += 1;
      digits += 1;
    } else if (code === 0x2d || code === 0x2f) {
      word += 1;
      if (code === 0x2d) dashes += 1;
      else slashes += 1;
    } else {
      if (word > longestWord) longestWord = word;
      word = 0;
      if (code === 0x20 || code === 0x23) gaps += 1;
      else if (code === DOT) dots += 1;
      else if (code === 0x3a) colons += 1;
      else if (code === 0x3d) equals += 1;
      else if (code === 0x40) at += 1;
      else if (code === 0x5c) backslashes += 1;
      else if (code > 0x7f) ascii = false;
    }
    before = code;
  }
  longestWord = Math.max(longestWord, word);
  return { ascii, digits, at, colons, dots, domainDots, dashes, equals, slashes, backslashes, gaps, longestWord };
}
