import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Form } from './finding.ts';

/** E.164 with a plus sign or two zeros. */
const INTERNATIONAL = /(?<![\w+])(?:\+|00)[1-9](?:[ ()./-]{0,2}\d){7,14}(?!\w)/g;
const NORTH_AMERICAN = /(?<![\w.+])(?<!\d-)(?:1[-. ])?\(?[2-9]\d{2}\)?[-. ][2-9]\d{2}[-. ]\d{4}(?!\w|\.\d)/g;
const WITH_AREA_CODE = /(?<![\w.+-])\(0?\d{1,5}\) ?\d{3,5}[ -]?\d{2,5}(?![\w-]|\.\d)/g;
const CALLED_SO =
  /(?<![a-z])(?:tel(?:efono?|éfono|efone)?|phone|telephone|call|mobil(?:e|telefon)?|handy|cell|sms|whatsapp|fax)(?:\.| no\.?| number)?[:= ]{1,2}(?<it>\+?\d(?:[ ()./-]{0,2}\d){5,14})/dgi;
/** National forms begin with the trunk prefix, or stand in groups. Dates and thousands do so too: `isNational` decides. */
const WITH_TRUNK_PREFIX = /(?<![\w.+])(?<!\d-)0\d{1,4}(?:[ ./-]?\d{1,8}){1,5}(?!\w|\.\d)/g;
const IN_GROUPS = /(?<![\w.,+]|\d[ -])\d{3}[ -]\d{3,4}[ -]\d{3,4}(?!\w|[.,]\d|[ -]\d)/g;

export const TELEPHONES: readonly Form[] = [
  { pattern: INTERNATIONAL, mayBeIn: ({ digits }) => digits > 7 },
  { pattern: NORTH_AMERICAN, mayBeIn: ({ digits }) => digits > 9 },
  { pattern: WITH_AREA_CODE, mayBeIn: ({ digits }) => digits > 6 },
  { pattern: CALLED_SO, mayBeIn: ({ digits, colons, equals, gaps }) => digits > 5 && colons + equals + gaps > 0 },
  { pattern: WITH_TRUNK_PREFIX, believe: (number) => isNational(number, TRUNK_0), mayBeIn: ({ digits }) => digits > 8 },
  { pattern: IN_GROUPS, believe: (number) => isNational(number, NO_TRUNK), mayBeIn: ({ digits }) => digits > 8 },
];

/** Where a number within the country begins with 0, and where it does not: countries with many installations. */
const TRUNK_0: readonly CountryCode[] = [
  'DE',
  'GB',
  'FR',
  'CH',
  'AT',
  'NL',
  'BE',
  'SE',
  'FI',
  'IT',
  'JP',
  'IN',
  'AU',
  'ZA',
];
const NO_TRUNK: readonly CountryCode[] = ['PL', 'ES', 'CN', 'CZ', 'PT'];

/** Valid where it is dialled, by the numbering plans of the library; the digits of a clock or a date are none. */
function isNational(number: string, countries: readonly CountryCode[]): boolean {
  if (/^0?\d[./-]\d{1,2}[./-](?:19|20)\d\d/.test(number)) return false;
  const digits = number.replace(/\D/g, '').length;
  if (digits < 9 || digits > 12) return false;
  return countries.some((country) => parsePhoneNumberFromString(number, country)?.isValid() === true);
}
