import { ACCOUNTS } from './accounts.ts';
import { BANK_ACCOUNTS } from './bank-accounts.ts';
import { BIRTH_DATES } from './birth-dates.ts';
import { CARD_NUMBERS } from './cards.ts';
import { COORDINATES } from './coordinates.ts';
import { EMAILS } from './email.ts';
import { type Finding, type Form, type Kind, placesOf } from './finding.ts';
import { levelsOf, needsOf } from './gate.ts';
import { MAC_ADDRESSES } from './hardware-addresses.ts';
import { HOST_NAMES } from './host-names.ts';
import { MACHINE_IDS, SERIAL_NUMBERS } from './machines.ts';
import { NATIONAL_IDS } from './national-ids.ts';
import { IP_ADDRESSES } from './network-addresses.ts';
import { URL_CREDENTIALS, USER_PATHS } from './places.ts';
import { SECRETS } from './secrets.ts';
import { TELEPHONES } from './telephones.ts';
import { type Traits, traitsOf } from './traits.ts';
import { unfold } from './unfold.ts';

/** In the order in which one kind wins over another for the same stretch of text. */
const FORMS: Readonly<Record<Kind, readonly Form[]>> = {
  url_credentials: URL_CREDENTIALS,
  email: EMAILS,
  mac_address: MAC_ADDRESSES,
  ip_address: IP_ADDRESSES,
  machine_id: MACHINE_IDS,
  serial_number: SERIAL_NUMBERS,
  secret: SECRETS,
  card_number: CARD_NUMBERS,
  bank_account: BANK_ACCOUNTS,
  national_id: NATIONAL_IDS,
  coordinates: COORDINATES,
  birth_date: BIRTH_DATES,
  telephone: TELEPHONES,
  user_path: USER_PATHS,
  host_name: HOST_NAMES,
  account: ACCOUNTS,
};
const IN_ORDER = (Object.keys(FORMS) as Kind[]).flatMap((kind) =>
  FORMS[kind].map((form) => ({ kind, form, needs: needsOf(form) })),
);

/** Nothing that is looked for is shorter, and most values that are kept are. */
const SHORTEST = 5;
/** What a redacted text has in the place of personal data. */
const MARK = new RegExp(`^\\[(?:${Object.keys(FORMS).join('|')})\\]?$`);

/** Personal data in a text, by place, none overlapping another. Linear in the length of the text, but for a sort. */
export function findPersonalData(text: string): Finding[] {
  return text.length < SHORTEST ? [] : find(text, traitsOf(text));
}

function find(text: string, traits: Traits): Finding[] {
  const findings: Finding[] = [];
  const levels = levelsOf(traits);
  for (const { kind, form, needs } of IN_ORDER) {
    if ((needs & ~levels) !== 0 || !form.mayBeIn(traits)) continue;
    if (form.includes !== undefined && !text.includes(form.includes)) continue;
    for (const { start, end } of placesOf(form, text))
      if (!MARK.test(text.slice(start, Math.min(end, start + 32)))) findings.push({ kind, start, end });
  }
  return findings.length < 2 ? findings : merged(findings);
}

/** Those that overlap become one, as long as both and of the kind that comes first; expects them in the order of kinds. */
function merged(findings: readonly Finding[]): Finding[] {
  const ranked = findings.map((finding, rank) => ({ ...finding, rank }));
  const apart: (typeof ranked)[number][] = [];
  for (const next of ranked.toSorted((a, b) => a.start - b.start || a.rank - b.rank)) {
    const last = apart.at(-1);
    if (last === undefined || next.start >= last.end) apart.push(next);
    else {
      const first = next.rank < last.rank ? next : last;
      apart[apart.length - 1] = { ...first, start: last.start, end: Math.max(last.end, next.end) };
    }
  }
  return apart.map(({ kind, start, end }) => ({ kind, start, end }));
}

/** The text with each finding replaced by its kind: `mail [email] now`. */
export function redact(text: string, findings: readonly Finding[]): string {
  let redacted = '';
  let from = 0;
  for (const { kind, start, end } of findings) {
    redacted += `${text.slice(from, start)}[${kind}]`;
    from = end;
  }
  return redacted + text.slice(from);
}

export interface Cleaned {
  readonly text: string;
  /** One for each place that was redacted. */
  readonly kinds: readonly Kind[];
}

const CLEAN: readonly Kind[] = [];
/** Two are enough for any text that somebody has come across. */
const MOST_LOOKS = 8;

/** A text without the personal data in it. Where the decoded text shows some, it is the decoded text that is redacted. */
export function removePersonalData(text: string): Cleaned {
  if (text.length < SHORTEST) return { text, kinds: CLEAN };
  const traits = traitsOf(text);
  const findings = find(text, traits);
  const unfolded = unfold(text);
  if (unfolded !== text) {
    const inUnfolded = findPersonalData(unfolded);
    if (inUnfolded.length > 0) return cleaned(unfolded, inUnfolded);
  }
  return findings.length === 0 ? { text, kinds: CLEAN } : cleaned(text, findings);
}

/** Redacts until nothing is found: an address may have been hidden by what stood right beside it. */
function cleaned(text: string, findings: readonly Finding[]): Cleaned {
  const kinds: Kind[] = [];
  let [clean, found] = [text, findings];
  for (let looks = 0; found.length > 0 && looks < MOST_LOOKS; looks += 1) {
    kinds.push(...found.map(({ kind }) => kind));
    clean = redact(clean, found);
    found = findPersonalData(clean);
  }
  return { text: clean, kinds };
}
