import type { Form } from './finding.ts';

/** A date is of a person only where it is called so. */
const CALLED_SO =
  /(?<![a-z])(?:born(?: on)?|dob|date of birth|birth ?da(?:y|te)|geboren(?: am)?|geburtsdatum|n[ée]e? le|nacido el)["']?[:= ]{1,2}["']?(?<it>\d{1,4}[-./]\d{1,2}[-./]\d{1,4})(?!\d)/dgi;

/** Dates of birth. */
export const BIRTH_DATES: readonly Form[] = [
  { pattern: CALLED_SO, mayBeIn: ({ digits, gaps, colons, equals }) => digits > 3 && gaps + colons + equals > 0 },
];
