import type { Field } from '@heliograph/schema';

const TYPES: Readonly<Record<Field['type'], string>> = {
  uuid: 'a random id (UUID)',
  string: 'text',
  version: 'a version',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'yes or no',
  timestamp: 'a time',
  enum: 'one of a few words',
};

/** What a field holds; a pointer with `*` is of a map or of a list. */
export function fieldInWords(pointer: string, { type }: Field): string {
  return pointer.split('/').includes('*') ? `for each entry, ${TYPES[type]}` : TYPES[type];
}
