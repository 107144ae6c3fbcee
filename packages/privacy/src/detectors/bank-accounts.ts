import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import type { Form } from './finding.ts';

const IBAN = /(?<![0-9a-z])[a-z]{2}\d{2}[0-9a-z]{11,30}(?![0-9a-z])/gi;
const IN_GROUPS = /(?<![0-9A-Za-z])[A-Z]{2}\d{2}(?: [0-9A-Z]{4}){2,7}(?: [0-9A-Z]{1,3})?(?![0-9A-Za-z])/g;
/** ISO 9362, and the routing number of the American Bankers Association, where they are called so. */
const CALLED_SO =
  /(?<![a-z])(?:bic|swift)(?:[ -]?code)?[:= ]{1,2}(?<it>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![A-Z0-9])/dgi;
const ROUTING = /(?<![\w.-])(?:0\d|1[0-2]|2[1-9]|3[0-2])\d{7} ?\/ ?\d{6,17}(?![\w-]|\.\d)/g;

/** International bank account numbers (ISO 13616, with length and check digits), and what names a bank. */
export const BANK_ACCOUNTS: readonly Form[] = [
  { pattern: IBAN, believe: isIban, mayBeIn: ({ digits, longestWord }) => digits > 5 && longestWord > 14 },
  { pattern: IN_GROUPS, believe: isIban, mayBeIn: ({ digits, gaps }) => digits > 5 && gaps > 1 },
  {
    pattern: CALLED_SO,
    mayBeIn: ({ gaps, colons, equals, longestWord }) => longestWord > 7 && gaps + colons + equals > 0,
  },
  { pattern: ROUTING, mayBeIn: ({ slashes, digits }) => slashes > 0 && digits > 14 },
];

function isIban(candidate: string): boolean {
  return isValidIBAN(electronicFormatIBAN(candidate) ?? '');
}
