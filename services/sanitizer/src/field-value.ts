import { type Field, parseRfc3339 } from '@heliograph/schema';

/** Gives what is kept of a value; undefined, which JSON does not know, where the value does not fit. */
export type Keep = (value: unknown) => unknown;

/** Compiles what a field's `type`, `nullable` and `sanitise: hash` say; `hash` is that of the definition's application. */
export function compileField(field: Field, hash: (value: string) => string): Keep {
  const fit = compileType(field);
  const { nullable } = field;
  if (field.sanitise !== 'hash') return (value) => (value === null && nullable ? null : fit(value));
  return (value) => {
    if (value === null && nullable) return null;
    const fitting = fit(value);
    return fitting === undefined ? undefined : hash(String(fitting));
  };
}

function compileType(field: Field): Keep {
  switch (field.type) {
    case 'uuid':
      return (value) => (typeof value === 'string' && UUID.test(value) ? value : undefined);
    case 'string':
      return (value) =>
        typeof value === 'string' && value.length <= field.max_length && isText(value) ? value : undefined;
    case 'version':
      return (value) =>
        typeof value === 'string' && value.length <= VERSION_LENGTH && VERSION.test(value) ? value : undefined;
    case 'integer':
      return bounded(field, (value) => Number.isSafeInteger(value));
    case 'number':
      return bounded(field, (value) => Number.isFinite(value));
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : undefined);
    case 'timestamp':
      return (value) => (typeof value === 'string' && parseRfc3339(value) !== undefined ? value : undefined);
    case 'enum': {
      const values = new Set(field.values);
      return (value) => {
        if (typeof value !== 'string') return undefined;
        return values.has(value) ? value : field.otherwise;
      };
    }
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

function bounded(
  {
    min = Number.NEGATIVE_INFINITY,
    max = Number.POSITIVE_INFINITY,
  }: { min?: number | undefined; max?: number | undefined },
  isOfType: (value: unknown) => boolean,
): Keep {
  return (value) => (typeof value === 'number' && isOfType(value) && value >= min && value <= max ? value : undefined);
}
