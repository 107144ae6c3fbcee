import { stdnum } from 'stdnum';
import type { Form } from './finding.ts';

/** Forms that nothing else has: groups and signs as the authorities print them. */
const PRINTED = new RegExp(
  `(?<![\\w.+])(?<!\\d-)(?:${[
    '(?!000|666|9)\\d{3}-(?!00)\\d{2}-(?!0000)\\d{4}', // US social security number
    '[12] \\d{2} (?:0[1-9]|1[0-2]|[2-9]\\d) \\d{2} \\d{3} \\d{3}(?: \\d{2})?', // FR NIR
    '\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}', // BR CPF
    '\\d{2}\\.\\d{3}\\.\\d{3}/\\d{4}-\\d{2}', // BR CNPJ
    '756\\.\\d{4}\\.\\d{4}\\.\\d{2}', // CH AHV
    '\\d{2}\\.(?:0\\d|1[0-2])\\.[0-3]\\d-\\d{3}\\.\\d{2}', // BE national number
  ].join('|')})(?!\\w|\\.\\d)`,
  'g',
);
/** A date of birth, a dash and a number: SE, DK and KR. The days of a date of this century's builds are not before it. */
const DATED =
  /(?<![\w.+])(?<!\d-)(?:(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[-+]\d{4}(?:\d{3})?|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}-\d{4})(?!\w|\.\d|-\d)/g;
/** Letters and digits in an order that only they have. */
const LETTERED =
  /(?<![0-9A-Z.-])(?:[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]|[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z])(?![0-9A-Z-])/g;
const FOURS = /(?<![\w.+]|\d[ -])\d{4} \d{4} \d{4}(?![\w-]|[ .]\d)/g;
const CALLED_SO =
  /(?<![a-z])(?:ssn|social security(?: number)?|tax ?id|tin|itin|steuer-?id(?:nr)?|pesel|bsn|nino|nir|insee|cpf|aadhaar|personnummer|cpr|ahv|sin|dni|nie|codice fiscale|personalausweis|passport(?: no\.?)?|id[- ]?card)[:= #]{1,2}(?<it>(?=[A-Z]{0,9}\d)[A-Z0-9]{1,18}(?:[ .-][A-Z]?\d[A-Z0-9]{0,8}){0,6})(?!\w)/dgi;

/** Numbers by which a state knows a person: in the form in which they are printed, with their name, or with check digits. */
export const NATIONAL_IDS: readonly Form[] = [
  { pattern: PRINTED, mayBeIn: ({ digits, dashes, dots, gaps }) => digits > 8 && dashes + dots + gaps > 1 },
  { pattern: DATED, believe: isOfAPerson, mayBeIn: ({ digits, dashes }) => digits > 9 && dashes > 0 },
  { pattern: LETTERED, mayBeIn: ({ digits, longestWord }) => digits > 3 && longestWord > 9 },
  { pattern: FOURS, believe: isAadhaar, mayBeIn: ({ digits, gaps }) => digits > 11 && gaps > 1 },
  {
    pattern: CALLED_SO,
    believe: (id) => id.length > 6,
    mayBeIn: ({ digits, colons, equals, gaps }) => digits > 5 && colons + equals + gaps > 0,
  },
];

/** A stamp of a build (20231121-1234) has a year of this century and no check digit. */
function isOfAPerson(candidate: string): boolean {
  if (!/^20[1-9]/.test(candidate)) return true;
  return stdnum.SE?.personnummer?.validate(candidate).isValid === true;
}

function isAadhaar(candidate: string): boolean {
  return [stdnum.IN?.aadhaar, stdnum.JP?.in].some((kind) => kind?.validate(candidate).isValid === true);
}
