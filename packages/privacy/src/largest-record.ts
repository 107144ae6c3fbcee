import { type Definition, type Field, pointerSegments } from '@heliograph/schema';

/** The entries that are kept of a map or an array whose keys are not listed. */
const MOST_ENTRIES = 256;
/** What travels beside the payload, and the names of fields. */
const BESIDE_BYTES = 2000;

/** What one value may cost: at the least as it is sent, at the most as it is kept, with the comma behind it. */
interface Growth {
  readonly places: number;
  readonly sent: number;
  readonly kept: number;
}

/**
 * Bytes that a record of at most `max_bytes` can grow to, at the most, when everything in it is what its definition makes
 * most of. Keys are not counted: they are kept as they were sent.
 */
export function largestRecordBytes({ fields, record }: Definition): number {
  let left = record.max_bytes;
  let kept = BESIDE_BYTES;
  const growing = Object.entries(fields).map(([pointer, field]) => growthOf(pointer, field));
  for (const { places, sent, kept: each } of growing.toSorted((a, b) => b.kept / b.sent - a.kept / a.sent)) {
    const values = Math.min(places, Math.floor(left / sent));
    left -= values * sent;
    kept += values * each;
  }
  return kept + left;
}

function growthOf(pointer: string, field: Field): Growth {
  const stars = pointerSegments(pointer).filter((segment) => segment === '*').length;
  return { places: (field.keys?.length ?? MOST_ENTRIES) ** stars, ...bytesOf(field) };
}

const HASH_BYTES = 24;
const utf8 = new TextEncoder();
/** As JSON has it, without the quotes: a control character takes six bytes. */
const bytes = (text: string) => utf8.encode(JSON.stringify(text)).length - 2;

function bytesOf(field: Field): Omit<Growth, 'places'> {
  const sent = SENT_BYTES[field.type] + 1;
  if (field.sanitise === 'drop') return { sent, kept: 0 };
  if (field.sanitise === 'hash') return { sent, kept: HASH_BYTES + 1 };
  return { sent, kept: keptBytes(field) + 1 };
}

/** The shortest value of each type, as JSON. */
const SENT_BYTES: Readonly<Record<Field['type'], number>> = {
  uuid: 38,
  string: 7,
  version: 3,
  integer: 1,
  number: 1,
  boolean: 4,
  timestamp: 22,
  enum: 2,
};

/** What may be kept of that shortest value: a mark in the place of personal data, a number written out. */
function keptBytes(field: Field): number {
  switch (field.type) {
    case 'enum':
      return Math.max(...[...field.values, field.otherwise ?? ''].map(bytes)) + 2;
    case 'string':
      return 24;
    case 'integer':
    case 'number':
      return 22;
    case 'boolean':
    case 'timestamp':
    case 'uuid':
    case 'version':
      return SENT_BYTES[field.type];
    default:
      return field satisfies never;
  }
}
