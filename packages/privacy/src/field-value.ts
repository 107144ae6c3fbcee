import { cutVersion, type Field, parseRfc3339 } from '@heliograph/schema';
import type { Kind } from './detectors/finding.ts';
import { findPersonalData, removePersonalData } from './detectors/tripwires.ts';
import { bucket, cut, maskText, round } from './reduce.ts';
import { hasPartsOfVersions } from './version-words.ts';

/** Is told of each personal datum that was found, by its kind and nothing else. */
type Found = (kind: Kind) => void;

/** Gives what is kept of a value; undefined, which JSON does not know, where the value does not fit. */
export type Keep = (value: unknown, found: Found) => unknown;

/** Compiles what a definition says of a field; `hash` makes its pseudonyms. */
export function compileField(field: Field, hash: (value: string) => string): Keep {
  const keep = field.sanitise === 'hash' ? compileHash(field, hash) : compileKept(field);
  return field.nullable ? (value, found) => (value === null ? null : keep(value, found)) : keep;
}

function compileHash(field: Field, hash: (value: string) => string): Keep {
  const fits = compileType(field);
  const fitting = field.type === 'enum' ? compileEnum(field) : (value: unknown) => (fits(value) ? value : undefined);
  return (value) => {
    const hashed = fitting(value);
    return hashed === undefined ? undefined : hash(String(hashed));
  };
}

/** What stands in the definition is its author's; what does not never comes through. */
function compileEnum({ values, otherwise }: Extract<Field, { type: 'enum' }>): (value: unknown) => string | undefined {
  const known = new Set(values);
  return (value) => {
    if (typeof value !== 'string') return undefined;
    return known.has(value) ? value : otherwise;
  };
}

function compileKept(field: Field): Keep {
  const fits = compileType(field);
  switch (field.type) {
    case 'string':
      return compileText(field);
    case 'uuid':
      return (value, found) => (fits(value) && isClean(String(value), found) ? value : undefined);
    case 'version': {
      const { truncate } = field;
      // Looked at before it is shortened: the beginning of an address is still one of a network. And after: 200.400.0000
      // may be a telephone number where 200.400.0000-rc1 is none.
      return (value, found) => {
        if (!fits(value) || !isClean(String(value), found) || !hasPartsOfVersions(String(value))) return undefined;
        if (truncate === undefined) return value;
        const shortened = cutVersion(String(value), truncate);
        return isClean(shortened, found) ? shortened : undefined;
      };
    }
    case 'integer':
    case 'number': {
      const { bucket: ranges, round: step } = field;
      if (ranges !== undefined) return (value) => (fits(value) ? bucket(Number(value), ranges) : undefined);
      if (step !== undefined)
        return (value) => {
          const rounded = fits(value) ? round(Number(value), step) : undefined;
          return field.type === 'integer' && !Number.isSafeInteger(rounded) ? undefined : rounded;
        };
      return (value) => (fits(value) ? value : undefined);
    }
    case 'enum':
      return compileEnum(field);
    case 'boolean':
    case 'timestamp':
      return (value) => (fits(value) ? value : undefined);
    default:
      return field satisfies never;
  }
}

/** A longer text is not even looked at where it would be cut. */
const LONGEST_TEXT = 8192;

/** Personal data is looked for in the text as it came: half an address could not be found any more. */
function compileText({ max_length: length, too_long: tooLong, mask }: Extract<Field, { type: 'string' }>): Keep {
  const longest = tooLong === 'cut' ? LONGEST_TEXT : length;
  return (value, found) => {
    if (typeof value !== 'string' || value.length > longest || !isText(value)) return undefined;
    const { text, kinds } = removePersonalData(value);
    for (const kind of kinds) found(kind);
    return cut(mask === undefined ? text : maskText(text, mask), length);
  };
}

/** In a text of another type there is no place for `[kind]`: it is clean, or it does not fit. */
function isClean(text: string, found: Found): boolean {
  const findings = findPersonalData(text);
  for (const { kind } of findings) found(kind);
  return findings.length === 0;
}

/** Whether a value is one of its field's type, before anything is made of it. */
function compileType(field: Field): (value: unknown) => boolean {
  switch (field.type) {
    case 'uuid':
      return (value) => typeof value === 'string' && UUID.test(value);
    case 'string':
      return (value) => typeof value === 'string' && value.length <= field.max_length && isText(value);
    case 'version':
      return (value) => typeof value === 'string' && value.length <= VERSION_LENGTH && VERSION.test(value);
    case 'integer':
      return (value) => Number.isSafeInteger(value) && isWithin(field, Number(value));
    case 'number':
      return (value) => Number.isFinite(value) && isWithin(field, Number(value));
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'timestamp':
      return (value) => typeof value === 'string' && parseRfc3339(value) !== undefined;
    case 'enum':
      return (value) => typeof value === 'string';
    default:
      return field satisfies never;
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Shorter than a UUID (36) or a digest, so that an identifier which begins with a digit does not pass for a version. */
const VERSION_LENGTH = 32;

/** Digits, dots, digits, and a suffix in any of the usual styles: 3.21.0, 3.22.0.dev1, 15-SP2, 2.0b1, 5.14.21-150400.24. */
const VERSION = /^\d{1,9}(?:\.\d{1,9})*(?:[.+~_-]?[A-Za-z][0-9A-Za-z]*)?(?:[.+~_-][0-9A-Za-z]+)*$/;

/** One line of well-formed text. PostgreSQL's jsonb takes neither NUL nor a lone surrogate; nothing shows other controls. */
function isText(value: string): boolean {
  return value.isWellFormed() && !/\p{Cc}/u.test(value);
}

function isWithin({ min, max }: { min?: number | undefined; max?: number | undefined }, value: number): boolean {
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}
