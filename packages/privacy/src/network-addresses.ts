import type { Form } from './finding.ts';

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
/** Not in the midst of a longer number, and not with what only versions have before (v, version) or behind (-7.el8). */
const IPV4 = new RegExp(
  `(?<![\\w.+~-])(?<![a-z]\\/)(?<!version[ :=]{0,3})(?<!release[ :=]{0,3})${OCTET}(?:\\.${OCTET}){3}(?![\\w+~-]|\\.\\w)`,
  'gi',
);
const IPV6 = /(?<![\w:.])[0-9a-f:]{2,39}(?:(?<=:)\d{1,3}(?:\.\d{1,3}){3})?(?![\w:])/gi;

/** Loopback, any and broadcast say nothing of a machine. */
const OF_EVERY_MACHINE = /^(?:127\..*|0\.0\.0\.0|255\.255\.255\.255|::1?)$/;

/** IPv4 and IPv6 addresses. A version of four parts below 256 cannot be told from an address and counts as one. */
export const IP_ADDRESSES: readonly Form[] = [
  {
    pattern: IPV4,
    believe: (address) => !OF_EVERY_MACHINE.test(address),
    mayBeIn: ({ dots, digits }) => dots > 2 && digits > 3,
  },
  { pattern: IPV6, believe: isIpv6, mayBeIn: ({ colons, digits }) => colons > 1 && digits > 0 },
];

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

const PAIRS = /(?<![0-9a-f:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![0-9a-f:-])/gi;
const DOTTED = /(?<![0-9a-f.])[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}(?![0-9a-f]|\.[0-9a-f])/gi;

/** Hardware addresses: six pairs with colons or dashes, or three groups of four with dots. */
export const MAC_ADDRESSES: readonly Form[] = [
  { pattern: PAIRS, believe: isOfAnInterface, mayBeIn: ({ colons, dashes }) => colons > 4 || dashes > 4 },
  // Without a letter they are the parts of a number.
  { pattern: DOTTED, believe: (mac) => isOfAnInterface(mac) && /[a-f]/i.test(mac), mayBeIn: ({ dots }) => dots > 1 },
];

/** Zeros and broadcast are of none. */
function isOfAnInterface(mac: string): boolean {
  return !/^(?:0+|f+)$/i.test(mac.replaceAll(/[:.-]/g, ''));
}
