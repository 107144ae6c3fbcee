import type { Form } from './finding.ts';

/** E.164 with a plus sign or two zeros. */
const INTERNATIONAL = /(?<![\w+])(?:\+|00)[1-9](?:[ ()./-]{0,2}\d){7,14}(?![\w-])/g;
const NORTH_AMERICAN = /(?<![\w.+-])(?:1[-. ])?\(?[2-9]\d{2}\)?[-. ][2-9]\d{2}[-. ]\d{4}(?![\w-]|\.\d)/g;
const WITH_AREA_CODE = /(?<![\w.+-])\(0\d{1,5}\) ?\d{3,4}[ -]?\d{2,5}(?![\w-]|\.\d)/g;
const CALLED_SO =
  /(?<![a-z])(?:tel|phone|telephone|mobile|fax)(?:\.| no\.?| number)?[:= ]{1,2}(?<it>\+?\d(?:[ ()./-]{0,2}\d){5,14})/dgi;

export const TELEPHONES: readonly Form[] = [
  { pattern: INTERNATIONAL, mayBeIn: ({ digits }) => digits > 7 },
  { pattern: NORTH_AMERICAN, mayBeIn: ({ digits }) => digits > 9 },
  { pattern: WITH_AREA_CODE, mayBeIn: ({ digits }) => digits > 6 },
  { pattern: CALLED_SO, mayBeIn: ({ digits, colons, equals, gaps }) => digits > 5 && colons + equals + gaps > 0 },
];

const DIGITS = /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-]|\.\d)/g;
/** Issuer identification numbers of the large card networks (ISO/IEC 7812). */
const ISSUER = /^(?:4|5[1-5]|2(?:2[2-9]|[3-6]|7[01]|720)|3[47]|3(?:0[0-5]|[68])|35|6(?:011|4[4-9]|5))/;

/** Numbers of payment cards, with their check digit. */
export const CARD_NUMBERS: readonly Form[] = [
  { pattern: DIGITS, believe: isCard, mayBeIn: ({ digits }) => digits > 12 },
];

function isCard(candidate: string): boolean {
  const digits = candidate.replace(/\D/g, '');
  return ISSUER.test(digits) && isLuhn(digits);
}

/** ISO/IEC 7812-1, annex B. */
function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits.at(-1 - i));
    sum += i % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return sum % 10 === 0;
}
