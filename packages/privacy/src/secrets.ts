import type { Form } from './finding.ts';

/** RFC 7519: two base64url JSON objects, each of which begins with {" */
const JWT = /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{4,}(?:\.[\w-]*)?/g;
/** RFC 7468 */
const PEM = /-----BEGIN [A-Z ]{3,40}-----(?:[A-Za-z0-9+/=\s]*-----END [A-Z ]{3,40}-----|\s?[A-Za-z0-9+/=]{20,})?/g;
/** Tokens that say whose they are. */
const TOKEN =
  /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}|npm_[A-Za-z0-9]{30,}|hg_[a-z0-9]{12}_[\w-]{40,}|pypi-[\w-]{30,}|hvs\.[\w-]{20,}|dop_v1_[0-9a-f]{30,}|ya29\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|(?:sk|rk|pk)[_-](?:live|test|proj|ant)[_-][\w-]{16,}|sk-[A-Za-z0-9]{32,}|(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{35})/g;
/** RFC 9110, section 11.6.2: the scheme and what follows it. */
const AUTHORIZATION = /(?<![a-z])(?:bearer|basic) (?<it>[\w.~+/-]{12,1024}=*)/dgi;
const SAID_TO_BE =
  /(?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|private[_-]?key)["']?\s?[=:]\s?["']?(?<it>[^\s"',;&]{4,256})/dgi;
/** What is said of a secret rather than what it is. */
const NO_SECRET =
  /^(?:[*x.•]+|<.*|\$\{.*|none|null|undefined|true|false|yes|no|unset|empty|required|missing|invalid|expired|incorrect|wrong|failed|unknown|denied|rejected|mismatch|not|too|is)$/i;

const WORD = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}={0,2}(?![A-Za-z0-9+/_=-])/g;
/** Subresource integrity and the like: what was digested is public. */
const DIGEST = /^sha(?:1|256|384|512)-/;
/** Bits a character. Base64 of random bytes has about 4.3 at 24 characters and 4.7 at 40; names and slugs stay below 4. */
const RANDOM_BITS = 4;

/** Tokens and keys: known forms, what is said to be one, and words that look random. */
export const SECRETS: readonly Form[] = [
  { pattern: JWT, mayBeIn: ({ longestWord, dots }) => longestWord > 10 && dots > 0 },
  { pattern: PEM, mayBeIn: ({ dashes }) => dashes > 9 },
  { pattern: TOKEN, mayBeIn: ({ longestWord }) => longestWord > 13 },
  {
    pattern: AUTHORIZATION,
    believe: (credentials) => /\d|=|[a-z][A-Z]/.test(credentials),
    mayBeIn: ({ gaps }) => gaps > 0,
  },
  {
    pattern: SAID_TO_BE,
    believe: (secret) => !NO_SECRET.test(secret),
    mayBeIn: ({ colons, equals }) => colons + equals > 0,
  },
  {
    pattern: WORD,
    believe: (word) => !DIGEST.test(word) && looksRandom(word),
    mayBeIn: ({ longestWord, digits }) => longestWord > 23 && digits > 0,
  },
];

/** Upper case, lower case and digits, mixed within parts, and hardly a character twice. */
function looksRandom(word: string): boolean {
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word) || !/\d/.test(word)) return false;
  if (!word.split(/[-_/+]/).some((part) => part.length >= 12 && /[a-z]/.test(part) && /[A-Z0-9]/.test(part)))
    return false;
  return entropyBits(word) >= RANDOM_BITS;
}

/** Shannon entropy of the characters, in bits a character. */
function entropyBits(word: string): number {
  const counts = new Map<string, number>();
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / word.length) * Math.log2(count / word.length);
  return bits;
}
