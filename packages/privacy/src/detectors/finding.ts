import type { Traits } from './traits.ts';

/** What the tripwires look for. A closed list: tests hold it equal to docs/privacy.md. */
export const KINDS = [
  'email',
  'ip_address',
  'mac_address',
  'host_name',
  'user_path',
  'url_credentials',
  'secret',
  'telephone',
  'card_number',
  'bank_account',
  'national_id',
  'coordinates',
  'birth_date',
  'serial_number',
  'machine_id',
  'account',
] as const;
export type Kind = (typeof KINDS)[number];

/** A place in a text, in UTF-16 units: from `start` up to and without `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Finding extends Span {
  readonly kind: Kind;
}

/** One look of personal data in a text. */
export interface Form {
  /** Global. Where it has a group called `it`, that group is what was found, and not what stands around it (flag d). */
  readonly pattern: RegExp;
  /** False for what has the form and is something else. */
  readonly believe?: (match: string) => boolean;
  /** False only for texts in which the form cannot be: far cheaper than to look for it. */
  readonly mayBeIn: (traits: Traits) => boolean;
  /** In every text that has the form. */
  readonly includes?: string;
}

/** The places in a text that have a form. The time is linear in the text, whatever the text: see the test. */
export function placesOf({ pattern, believe }: Form, text: string): Span[] {
  const spans: Span[] = [];
  pattern.lastIndex = 0;
  // Not matchAll: it makes a new expression of every text, which costs more than to look.
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [start, end] = match.indices?.groups?.it ?? [match.index, match.index + match[0].length];
    if (believe === undefined || believe(text.slice(start, end))) spans.push({ start, end });
  }
  return spans;
}
