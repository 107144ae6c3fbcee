import type { Form } from './finding.ts';

const BARE = /(?<![\w.])\d{13,19}(?!\w|\.\d)/g;
/** Groups as they are printed on cards: fours, or four, six and five. */
const GROUPED = /(?<![\w.])(?<!\d-)(?:\d{4}([ ._-])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ ._-])\d{6}\2\d{4,5})(?!\w|\.\d)/g;
/** The first six and the last four digits (PCI DSS 3.4.1), which with the issuer are enough to find a person. */
const MASKED = /(?<![\w.-])[3-6]\d{5}[*xX•.]{4,9}\d{4}(?![\w-]|\.\d)/g;
/** Issuer identification numbers of the large card networks (ISO/IEC 7812). */
const ISSUER = /^(?:4|5[0-8]|2(?:2[0-9]|[3-6]|7[01]|720)|3[47]|3(?:0[0-5]|[68])|35|6)/;

/** Numbers of payment cards, with their check digit. */
export const CARD_NUMBERS: readonly Form[] = [
  { pattern: BARE, believe: isCard, mayBeIn: ({ digits }) => digits > 12 },
  { pattern: GROUPED, believe: isCard, mayBeIn: ({ digits }) => digits > 12 },
  { pattern: MASKED, mayBeIn: ({ digits }) => digits > 9 },
];

function isCard(candidate: string): boolean {
  const digits = candidate.replace(/\D/g, '');
  return digits.length > 12 && digits.length < 20 && ISSUER.test(digits) && isLuhn(digits);
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
