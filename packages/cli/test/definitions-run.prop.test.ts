import { compile } from '@heliograph/privacy';
import { compileChannel, Definition, type Field } from '@heliograph/schema';
import { aDefinition, propertyRuns, readablePseudonyms } from '@heliograph/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { z } from 'zod';

const key = fc.constantFrom('a', 'b', 'c');
const pointer = fc
  .array(fc.oneof({ weight: 3, arbitrary: key }, { weight: 2, arbitrary: fc.constant('*') }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((segments) => `/${segments.join('/')}`);
const field: fc.Arbitrary<z.input<typeof Field>> = fc.record(
  { type: fc.constantFrom('string' as const, 'version' as const), keys: fc.uniqueArray(key, { minLength: 1 }) },
  { requiredKeys: ['type'] },
);
const base = aDefinition();
/** As it stands in its file, where durations are texts. */
const given = { ...base, record: { ...base.record, late_window: '2d' }, retention: '30d' };

const pseudonyms = readablePseudonyms(() => 'hash');

it('what is taken for a definition can be compiled, however its fields meet', () => {
  let taken = 0;
  let refused = 0;
  fc.assert(
    fc.property(fc.dictionary(pointer, field, { maxKeys: 5 }), (fields) => {
      const { data } = Definition.safeParse({ ...given, fields: { ...given.fields, ...fields } });
      if (data === undefined) {
        refused += 1;
        return;
      }
      taken += 1;
      expect(() => compile(data, pseudonyms)).not.toThrow();
      expect(() => compileChannel(data)).not.toThrow();
    }),
    { numRuns: propertyRuns(100) },
  );
  // The property says nothing where only one of the two ever happens.
  expect(taken).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(20);
});

it('what cannot be compiled is refused, and nothing besides', () => {
  fc.assert(
    fc.property(fc.dictionary(pointer, field, { maxKeys: 3 }), (fields) => {
      const { error } = Definition.safeParse({ ...given, fields: { ...given.fields, ...fields } });
      const meets = error?.issues.some(({ message }) => message.startsWith('cannot be a value and hold')) ?? false;
      const compiles = () =>
        compile({ ...base, fields: { ...base.fields, ...(fields as Definition['fields']) } }, pseudonyms);
      if (meets) expect(compiles).toThrow('is a value and the parent of');
    }),
    { numRuns: propertyRuns(100) },
  );
});
