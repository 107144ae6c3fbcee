import type { Form } from './finding.ts';

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|0{0,2}[1-9]?\\d|0\\d\\d)';
const FOUR = `${OCTET}(?:\\.${OCTET}){3}`;
/** Not in the midst of a longer number, nor behind the name of a product (Chrome/119.0.0.0). */
const BEFORE = '(?<![\\w.]|\\w[+~]|[a-z]\\/)';
const IPV4 = new RegExp(`${BEFORE}${FOUR}(?!\\w|\\.\\w|-[a-z])`, 'gi');
/** Words behind a dash are of a version (5.15.167.4-microsoft) unless the range is private (RFC 1918). */
const IPV4_BEFORE_WORD = new RegExp(
  `${BEFORE}(?=10\\.|172\\.(?:1[6-9]|2\\d|3[01])\\.|192\\.168\\.)${FOUR}(?=-[a-z])`,
  'gi',
);
/** After `v`, `version` or `release`, where versions stand. */
const IPV4_AS_VERSION = new RegExp(
  `(?<![a-z0-9])(?:v|version[ :=]{0,3}|release[ :=]{0,3})(?<it>${FOUR})(?!\\w|\\.\\w)`,
  'dgi',
);
/** As cloud providers write them in names. */
const IPV4_DASHED = new RegExp(`(?<![\\w.-])${OCTET}(?:-${OCTET}){3}(?![\\w-]|\\.\\d)`, 'gi');
/** The first three octets of a private range (RFC 1918) that no version begins with. */
const IPV4_NETWORK =
  /(?<![\w.+~-])(?:192\.168|172\.(?:1[6-9]|2\d|3[01]))\.(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.[x*])?(?![\w~+]|\.\w)/gi;
/** Private ranges as one number: 10/8, 172.16/12, 192.168/16. */
const IPV4_HEXADECIMAL = /(?<![0-9a-z])0x(?:0A[0-9A-F]{6}|AC1[0-9A-F]{5}|C0A8[0-9A-F]{4})(?![0-9a-z])/gi;
const IPV4_DECIMAL = /(?<![\w.,-])(?:288[67]\d{6}|323223[5-9]\d{3}|3232[23]\d{5})(?![\w,-]|\.\d)/g;

/** A group of letters before the colon is a label (`addr:fe80::1`) unless it is a group of the address. */
const IPV6 =
  /(?:(?<![\w:.])|(?<=[a-z]:)(?<!(?<!\w)[0-9a-f]{1,4}:))[0-9a-f:]{2,39}(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3})?(?![\w:])/gi;
/** Names in the reverse zones (RFC 1035 section 3.5, RFC 3596 section 2.5). */
const REVERSE = /(?<![\w.])(?:(?:\d{1,3}\.){2,4}in-addr|(?:[0-9a-f]\.){4,32}ip6)\.arpa(?![\w-])/gi;

/** Loopback, any and broadcast are of every machine. */
const OF_EVERY_MACHINE = /^(?:127\..*|0\.0\.0\.0|255\.255\.255\.255|::1?)$/;

/** IPv4 and IPv6 addresses. Four small numbers outside the private ranges are a version: see `looksLikeVersion`. */
export const IP_ADDRESSES: readonly Form[] = [
  { pattern: IPV4, believe: isAddress, mayBeIn: ({ dots, digits }) => dots > 2 && digits > 3 },
  { pattern: IPV4_BEFORE_WORD, mayBeIn: ({ dots, digits, dashes }) => dots > 2 && digits > 3 && dashes > 0 },
  { pattern: IPV4_AS_VERSION, believe: isNoVersion, mayBeIn: ({ dots, digits }) => dots > 2 && digits > 5 },
  {
    pattern: IPV4_DASHED,
    believe: (address) => isNoVersion(address.replaceAll('-', '.')),
    mayBeIn: ({ dashes, digits }) => dashes > 2 && digits > 5,
  },
  { pattern: IPV4_NETWORK, mayBeIn: ({ dots, digits }) => dots > 1 && digits > 6 },
  { pattern: IPV4_HEXADECIMAL, mayBeIn: ({ longestWord, digits }) => longestWord > 9 && digits > 1 },
  { pattern: IPV4_DECIMAL, believe: isPrivateNumber, mayBeIn: ({ digits }) => digits > 9 },
  { pattern: IPV6, believe: isIpv6, mayBeIn: ({ colons, digits }) => colons > 1 && digits > 0 },
  { pattern: REVERSE, mayBeIn: ({ domainDots, dots }) => domainDots > 1 && dots > 3 },
];

const octetsOf = (address: string) => address.split('.').map(Number);

function isAddress(address: string): boolean {
  if (OF_EVERY_MACHINE.test(address)) return false;
  const octets = octetsOf(address);
  return isPrivate(octets) || /(?:^|\.)0\d/.test(address) || !looksLikeVersion(octets);
}

/** Where a version is likely, one part must be larger than the parts of versions are. */
function isNoVersion(address: string): boolean {
  return !OF_EVERY_MACHINE.test(address) && octetsOf(address).some((octet) => octet > 99);
}

/** RFC 1918. */
function isPrivate([first = 0, second = 0]: readonly number[]): boolean {
  return first === 10 || (first === 172 && second > 15 && second < 32) || (first === 192 && second === 168);
}

/** Versions of four parts are small numbers; of public addresses one in 512 is as small. Four equal ones are a resolver. */
function looksLikeVersion(octets: readonly number[]): boolean {
  const [first = 0] = octets;
  return first < 32 && octets.every((octet) => octet < 64) && octets.some((octet) => octet !== first);
}

function isPrivateNumber(decimal: string): boolean {
  const number = Number(decimal);
  return isPrivate([Math.floor(number / 2 ** 24), Math.floor(number / 2 ** 16) % 256]);
}

/** RFC 4291, section 2.2. Names such as ab::cd are taken for code unless a digit is among them. */
function isIpv6(candidate: string): boolean {
  if (!/\d/.test(candidate) || OF_EVERY_MACHINE.test(candidate)) return false;
  const halves = candidate.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const dotted = groups.at(-1)?.includes('.') === true;
  const hextets = dotted ? groups.slice(0, -1) : groups;
  if (!hextets.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  const length = hextets.length + (dotted ? 2 : 0);
  return halves.length === 2 ? length >= 1 && length <= 7 : length === 8;
}
