import { Field, reductionsOf } from '@heliograph/schema';
import { shippedDefinitions } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { describeStorage } from '../src/definitions/storage-description.ts';

const stored = (field: object) => describeStorage(Field.parse(field));

describe('what is stored of a field', () => {
  it.each([
    [{ type: 'boolean' }, 'as sent'],
    [{ type: 'string', sanitise: 'drop' }, 'not stored'],
    [{ type: 'integer' }, 'as sent'],
    [{ type: 'integer', min: 0, max: 100_000 }, 'as sent; from 0 to 100,000'],
    [{ type: 'number', min: 0.5 }, 'as sent; from 0.5'],
    [{ type: 'number', max: 5 }, 'as sent; up to 5'],
    [{ type: 'integer', bucket: 'powers_of_two' }, 'only the nearest of 0, 1, 2, 4, 8 and so on that is not above it'],
    [{ type: 'integer', bucket: [0, 10, 1000] }, 'only the beginning of the range that it is in, of 0, 10, 1,000'],
    [{ type: 'integer', round: 1 }, 'rounded to a whole number'],
    [{ type: 'number', round: 0.25, min: 0 }, 'rounded to the nearest multiple of 0.25; from 0'],
    [{ type: 'version', truncate: 'x' }, 'only the first number of it: 15 of 15.4.1-rc2'],
    [{ type: 'version', truncate: 'x.y' }, 'only the first 2 numbers of it: 15.4 of 15.4.1-rc2'],
    [{ type: 'version', truncate: 'x.y.z' }, 'only the first 3 numbers of it: 15.4.1 of 15.4.1-rc2'],
    [
      { type: 'string', mask: { first: 2, last: 1 } },
      'only its first 2 and last 1 characters, and *** for the rest; up to 128 characters, or nothing; without personal data that is found in it',
    ],
    [
      { type: 'string', mask: {}, max_length: 9, too_long: 'cut' },
      'only that there is something: *** stands for it; up to 9 characters, the rest is cut off; without personal data that is found in it',
    ],
    [{ type: 'version', keys: ['rpm', 'deb'] }, 'as sent; of rpm, deb alone'],
    [{ type: 'enum', values: ['a', ''] }, 'as sent; one of “a”, (empty), and nothing of any other'],
    [{ type: 'enum', values: ['a'], otherwise: 'b' }, 'as sent; one of “a”, and “b” instead of any other'],
  ])('%j is said in plain words', (field, words) => {
    expect(stored(field)).toBe(words);
  });

  it('is never said to be as sent where less is kept', () => {
    const fields = shippedDefinitions().definitions.flatMap((definition) => Object.values(definition.fields));
    expect(fields.length).toBeGreaterThan(10);
    for (const field of fields)
      expect(describeStorage(field).startsWith('as sent')).toBe(
        field.sanitise === 'keep' && reductionsOf(field).length === 0,
      );
  });
});
