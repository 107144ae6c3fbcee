import type { Form } from './finding.ts';

/** RFC 7519: two base64url JSON objects, each of which begins with {" */
const JWT = /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{4,}(?:\.[\w-]*)?/g;
/** RFC 7468; a body that was cut off goes with its first line. */
const PEM =
  /-----BEGIN [A-Z ]{3,40}-----(?:(?:[A-Za-z0-9+/=\s]|\\n)*-----END [A-Z ]{3,40}-----|(?:\s|\\n)?[A-Za-z0-9+/=]{8,})?/g;
/** Public keys of OpenSSH, with their comment: who they belong to. */
const SSH_KEY =
  /(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-[\w-]{1,20}) AAAA[A-Za-z0-9+/]{16,1024}={0,2}(?: [\w.-]{1,64}@[\w.-]{1,64})?/g;
/** Tokens that say by their beginning what they open: forms that their issuers and secret scanners document. */
const TOKEN = new RegExp(
  `(?<![A-Za-z0-9])(?:${[
    'gh[pousr]_[A-Za-z0-9]{20,}',
    'github_pat_\\w{20,}',
    'gl(?:pat|ptt|rt|dt|ft|soat|agent)-[\\w-]{20,}',
    'xox[abeoprs]-[\\w-]{10,}',
    'npm_[A-Za-z0-9]{30,}',
    'hg_[a-z0-9]{12}_[\\w-]{40,}',
    'pypi-[\\w-]{30,}',
    'hv[bs]\\.[\\w-]{20,}',
    'do[opr]_v1_[0-9a-f]{30,}',
    'ya29\\.[\\w-]{20,}',
    'GOCSPX-[\\w-]{20,}',
    'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
    '(?:sk|rk|pk)[_-](?:live|test|proj|ant)[_-][\\w-]{16,}',
    'sk-[A-Za-z0-9]{32,}',
    'whsec_[A-Za-z0-9+/]{20,}',
    '(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}',
    'AIza[\\w-]{35}',
    'AGE-SECRET-KEY-1[A-Z0-9]{50,}',
    'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}',
    'dapi[0-9a-h]{32}',
    '(?:AC|SK|PK)[0-9a-f]{32}',
    'key-[0-9a-z]{32}',
    'xkeysib-[0-9a-f]{32,}',
    'sq0(?:atp|csp)-[\\w-]{20,}',
    'EAAA[\\w-]{40,}',
    'dckr_(?:pat|oat)_[\\w-]{20,}',
    'glsa_\\w{30,}',
    'glc_[A-Za-z0-9+/]{30,}',
    'hf_[A-Za-z]{30,}',
    'lin_api_\\w{30,}',
    'ntn_\\w{30,}',
    'secret_[A-Za-z0-9]{40,}',
    'figd_[\\w-]{20,}',
    'rubygems_[0-9a-f]{40,}',
    'sbp_[0-9a-f]{40}',
    'pscale_(?:tkn|pw|oauth)_[\\w.-]{30,}',
    'PMAK-[0-9a-f]{24}-[0-9a-f]{30,}',
    'NR(?:AK|JS|II|RA)-[A-Z0-9a-z]{19,}',
    'dt0c01\\.[A-Z0-9]{24}\\.[A-Z0-9]{50,}',
    'r8_[A-Za-z0-9]{30,}',
    'gsk_[A-Za-z0-9]{40,}',
    'ATATT3[\\w=-]{40,}',
    'ATCTT3[\\w=-]{40,}',
    'tfp_\\w{40,}',
    'bkua_[0-9a-z]{40}',
    'crates?io_\\w{20,}',
    'cio[A-Za-z0-9]{32}',
    'pat-(?:na|eu)\\d-[0-9a-f-]{36}',
    '\\d{8,10}:AA[\\w-]{32,35}',
  ].join('|')})`,
  'g',
);
/** RFC 9110, section 11.6.2: the scheme and what follows it. */
const AUTHORIZATION = /(?<![a-z])(?:bearer|basic) (?<it>[\w.~+/-]{12,1024}=*)/dgi;
const NAMED_SECRET =
  /(?:password|passwd|passwort|kennwort|mot de passe|contrase[nñ]a|senha|has[lł]o|l[oö]senord|wachtwoord|salasana|пароль|pwd|passphrase|secret|token|(?:api|private|access|account|signing|encryption|master|shared)[_-]?key(?:[_-]?id)?)["']?(?:\s?[=:]\s?)["']?(?<it>[^\s"',;&]{4,256})/dgiu;
const OPTION_SECRET =
  /(?<![\w-])--(?:[a-z-]{0,20}-)?(?:password|pass|secret|token|api-key)[ =](?<it>[^\s-][^\s]{3,255})/dgi;
/** What is said of a secret rather than what it is. */
const NO_SECRET =
  /^(?:[*x.•]+|<.*|\$\{.*|configured|set|changed|rotated|enabled|disabled|present|provided|default|header|hidden|redacted|required|optional|none|null|undefined|true|false|yes|no|unset|empty|missing|invalid|expired|incorrect|wrong|failed|unknown|denied|rejected|mismatch|not|too|is)$/i;

const WORD = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}={0,2}(?![A-Za-z0-9+/_=-])/g;
/** Subresource integrity and the like: what was digested is public. */
const DIGEST = /^sha(?:1|256|384|512)-/;
/** Bits a character. Base64 of random bytes has about 4.3 at 24 characters and 4.7 at 40; names and slugs stay below 4. */
const RANDOM_BITS = 4;

/** Tokens and keys: known forms, what is said to be one, and words that look random. */
export const SECRETS: readonly Form[] = [
  { pattern: JWT, mayBeIn: ({ longestWord, dots }) => longestWord > 10 && dots > 0 },
  { pattern: PEM, mayBeIn: ({ dashes }) => dashes > 9 },
  { pattern: SSH_KEY, mayBeIn: ({ longestWord, gaps }) => longestWord > 19 && gaps > 0 },
  { pattern: TOKEN, mayBeIn: ({ longestWord }) => longestWord > 13 },
  {
    pattern: AUTHORIZATION,
    believe: (credentials) => /\d|=|[a-z][A-Z]/.test(credentials),
    mayBeIn: ({ gaps }) => gaps > 0,
  },
  {
    pattern: NAMED_SECRET,
    believe: (secret) => !NO_SECRET.test(secret),
    mayBeIn: ({ colons, equals }) => colons + equals > 0,
  },
  {
    pattern: OPTION_SECRET,
    believe: (secret) => !NO_SECRET.test(secret),
    mayBeIn: ({ dashes, gaps, equals }) => dashes > 1 && gaps + equals > 0,
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
