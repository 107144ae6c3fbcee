import type { Form } from './finding.ts';

/** Four decimals are some ten metres. Three and fewer are as likely any other two numbers. */
const DECIMAL = /(?<![\w.])-?(?:[0-8]?\d|90)\.\d{4,15}(?:, ?| )-?(?:1[0-7]\d|\d{1,2}|180)\.\d{4,15}(?!\w|\.\d)/g;
const DEGREES =
  /(?<![\w.])\d{1,3}° ?\d{1,2}['′’] ?\d{1,2}(?:[.,]\d{1,6})?(?:"|″|”|'') ?[NSns],? ?\d{1,3}° ?\d{1,2}['′’] ?\d{1,2}(?:[.,]\d{1,6})?(?:"|″|”|'') ?[EWew]/g;
/** RFC 5870. */
const GEO = /(?<![a-z])geo:-?\d{1,2}(?:\.\d{1,15})?,-?\d{1,3}(?:\.\d{1,15})?/gi;
const POINT = /(?<![a-z])POINT ?\(-?\d{1,3}\.\d{1,15} -?\d{1,3}\.\d{1,15}\)/gi;
/** NATO's grid, ten metres and finer. */
const GRID = /(?<![\w-])(?:[1-9]|[1-5]\d|60)[C-HJ-NP-X] ?[A-HJ-NP-Z][A-HJ-NP-V] ?\d{4,5} ?\d{4,5}(?![\w-])/g;

/** Places on earth, as exact as a house. */
export const COORDINATES: readonly Form[] = [
  { pattern: DECIMAL, mayBeIn: ({ dots, digits, gaps }) => dots > 1 && digits > 9 && gaps > 0 },
  { pattern: DECIMAL, mayBeIn: ({ dots, digits }) => dots > 1 && digits > 9, includes: ',' },
  { pattern: DEGREES, mayBeIn: ({ ascii, digits }) => !ascii && digits > 5 },
  { pattern: GEO, mayBeIn: ({ colons, digits }) => colons > 0 && digits > 1 },
  { pattern: POINT, mayBeIn: ({ dots, digits, gaps }) => dots > 1 && digits > 3 && gaps > 0 },
  { pattern: GRID, mayBeIn: ({ digits, gaps, longestWord }) => digits > 8 && (gaps > 1 || longestWord > 12) },
];
