import { type Field, type Reduction, reductionsOf } from '@heliograph/schema';

const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 20 });

/** What is stored of a field's values, in words for people who have never seen a definition. */
export function describeStorage(field: Field): string {
  switch (field.sanitise) {
    case 'drop':
      return 'not stored';
    case 'hash':
      return 'as a keyed hash only: the same value gives the same hash, and nobody gets it back from that';
    case 'keep': {
      const reduced = reductionsOf(field).map((rule) => REDUCED[rule](field));
      const keys = field.keys === undefined ? [] : [`of ${field.keys.join(', ')} alone`];
      return [...(reduced.length === 0 ? ['as sent'] : reduced), ...limitsOf(field), ...keys].join('; ');
    }
    default:
      return field.sanitise satisfies never;
  }
}

/** A function for each rule, so that a new one cannot be forgotten here. Each is called for fields that have the rule. */
const REDUCED: Readonly<Record<Reduction, (field: Field) => string>> = {
  bucket(field) {
    const ends = 'bucket' in field ? field.bucket : undefined;
    if (!Array.isArray(ends)) return 'only the nearest of 0, 1, 2, 4, 8 and so on that is not above it';
    return `only the beginning of the range that it is in, of ${ends.map((end) => numbers.format(end)).join(', ')}`;
  },
  round(field) {
    const step = 'round' in field ? field.round : undefined;
    return step === 1 ? 'rounded to a whole number' : `rounded to the nearest multiple of ${numbers.format(step ?? 1)}`;
  },
  truncate(field) {
    const parts = ('truncate' in field ? field.truncate : undefined)?.split('.').length ?? 1;
    return `only the first ${parts === 1 ? 'number' : `${parts} numbers`} of it: ${['15', '15.4', '15.4.1'][parts - 1]} of 15.4.1-rc2`;
  },
  mask(field) {
    const { first = 0, last = 0 } = ('mask' in field ? field.mask : undefined) ?? {};
    if (first + last === 0) return 'only that there is something: *** stands for it';
    const kept = [...(first > 0 ? [`first ${first}`] : []), ...(last > 0 ? [`last ${last}`] : [])].join(' and ');
    return `only its ${kept} ${first + last === 1 ? 'character' : 'characters'}, and *** for the rest`;
  },
};

/** What does not fit is removed; here is what that means for a type. */
function limitsOf(field: Field): string[] {
  switch (field.type) {
    case 'enum':
      return [`one of ${field.values.map(quoted).join(', ')}, and ${instead(field.otherwise)} any other`];
    case 'string':
      return [
        `up to ${field.max_length} characters, ${field.too_long === 'cut' ? 'the rest is cut off' : 'or nothing'}`,
        'without personal data that is found in it',
      ];
    case 'integer':
    case 'number':
      return boundsOf(field);
    case 'uuid':
    case 'version':
    case 'boolean':
    case 'timestamp':
      return [];
    default:
      return field satisfies never;
  }
}

const quoted = (value: string) => (value === '' ? '(empty)' : `“${value}”`);
const instead = (otherwise: string | undefined) =>
  otherwise === undefined ? 'nothing of' : `${quoted(otherwise)} instead of`;

function boundsOf({ min, max }: { min?: number | undefined; max?: number | undefined }): string[] {
  if (min !== undefined && max !== undefined) return [`from ${numbers.format(min)} to ${numbers.format(max)}`];
  if (min !== undefined) return [`from ${numbers.format(min)}`];
  return max === undefined ? [] : [`up to ${numbers.format(max)}`];
}
