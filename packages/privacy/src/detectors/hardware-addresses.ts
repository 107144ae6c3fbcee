import type { Form } from './finding.ts';

/** Pairs: EUI-48, EUI-64 and InfiniBand, some without the zeros that they begin with. */
const PAIRS = /(?<![0-9a-z])[0-9a-f]{1,2}(?:([:-])[0-9a-f]{1,2})(?:\1[0-9a-f]{1,2}){3,31}(?![0-9a-z])/gi;
const SPACED =
  /(?<![0-9a-z])(?<!(?<![0-9a-z])[0-9a-f]{2} )[0-9a-f]{2}(?: [0-9a-f]{2}){5}(?![0-9a-z]| [0-9a-f]{2}(?![0-9a-z]))/gi;
/** Groups of four, as Cisco writes them, with dots or colons; groups of six, as HP does. */
const FOURS = /(?<![0-9a-z.:])[0-9a-f]{4}(?:([.:])[0-9a-f]{4})(?:\1[0-9a-f]{4}){1,2}(?![0-9a-z]|[.:][0-9a-f:])/gi;
const SIXES = /(?<![0-9a-z-])[0-9a-f]{6}[-:][0-9a-f]{6}(?![0-9a-z-])/gi;
const CALLED_SO =
  /(?<![a-z])(?:mac|hwaddr|lladdr|ether|bssid|hardware ?addr(?:ess)?|mac[ _-]?addr(?:ess)?)["']?[:= ]{1,3}["']?(?<it>[0-9a-f]{12})(?![0-9a-z])/dgi;
/** Twelve digits of no name. A pointer into the memory of Linux begins with 7f, 55 or 56. */
const HEXADECIMAL = /(?<![0-9a-z])0x(?!7f|5[56])[0-9a-f]{12}(?![0-9a-z])/gi;
const BARE = /^[0-9a-f]{12}$/gi;

const hasBoth = (text: string) => /\d/.test(text) && /[a-f]/i.test(text);

/** Addresses of network interfaces, in the forms of IEEE 802 and of makers. */
export const MAC_ADDRESSES: readonly Form[] = [
  { pattern: PAIRS, believe: isOfPairs, mayBeIn: ({ colons, dashes }) => colons > 3 || dashes > 3 },
  {
    pattern: SPACED,
    believe: (mac) => isOfOne(mac) && hasBoth(mac),
    mayBeIn: ({ gaps, digits }) => gaps > 4 && digits > 0,
  },
  // Without a letter they are the parts of a number.
  {
    pattern: FOURS,
    believe: (mac) => isOfOne(mac) && hasBoth(mac),
    mayBeIn: ({ dots, colons }) => dots > 1 || colons > 1,
  },
  {
    pattern: SIXES,
    believe: (mac) => mac.split(/[-:]/).every(hasBoth),
    mayBeIn: ({ dashes, colons, longestWord }) => (dashes > 0 && longestWord > 12) || (colons > 0 && longestWord > 5),
  },
  {
    pattern: CALLED_SO,
    mayBeIn: ({ longestWord, colons, equals, gaps }) => longestWord > 11 && colons + equals + gaps > 0,
  },
  { pattern: HEXADECIMAL, believe: isOfOne, mayBeIn: ({ longestWord }) => longestWord > 13 },
  { pattern: BARE, believe: isUnicast, mayBeIn: ({ longestWord, digits }) => longestWord === 12 && digits > 0 },
];

/** The lengths of fingerprints are 16, 20 and 32 pairs; only InfiniBand has 20 as well, and begins with zeros. */
function isOfPairs(candidate: string): boolean {
  const pairs = candidate.split(/[:-]/);
  if (pairs.filter((pair) => pair.length === 1).length > 1 || !isOfOne(candidate)) return false;
  switch (pairs.length) {
    case 5:
      return candidate.includes(':') && hasBoth(candidate);
    case 6:
    case 8:
      return pairs.every((pair) => pair.length === 2) || hasBoth(candidate);
    case 20:
      return /^[08]0[:-]00[:-]/.test(candidate);
    default:
      return false;
  }
}

/** Zeros and broadcast are of none. */
function isOfOne(mac: string): boolean {
  return !/^(?:0+|f+)$/i.test(mac.replaceAll(/[:. -]|^0x/gi, ''));
}

/** IEEE 802: the lowest bit of the first octet is set in group addresses, which no interface has. */
function isUnicast(mac: string): boolean {
  return hasBoth(mac) && Number.parseInt(mac.slice(0, 2), 16) % 2 === 0;
}
