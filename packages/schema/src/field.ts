import { z } from 'zod';
import { VERSION_CUTS } from './version.ts';

/** A JSON pointer (RFC 6901); `*` as a whole segment stands for every key of a map or every element of an array. */
export const Pointer = z
  .string()
  .regex(/^(?:\/(?:[^~/]|~[01])+)+$/, 'a JSON pointer such as /plugins/*/version')
  .refine((pointer) => pointer.length <= 256, 'at most 256 characters')
  .refine((pointer) => !pointer.split('/').includes('__proto__'), '__proto__ cannot be the name of a field')
  .meta({ title: 'pointer' });

/** The segments of a pointer, unescaped. */
export function pointerSegments(pointer: string): string[] {
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at a pointer without wildcards, own properties only; undefined where there is none. */
export function valueAt(document: unknown, segments: readonly string[]): unknown {
  let value = document;
  for (const segment of segments) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}

const common = {
  nullable: z.boolean().default(false).describe('Whether null is kept.'),
  sanitise: z
    .enum(['keep', 'hash', 'drop'])
    .default('keep')
    .describe('Keep the value, replace it by its keyed hash, or take it without storing it.'),
  keys: z
    .array(
      z
        .string()
        .min(1)
        .max(64)
        .refine((key) => key !== '__proto__', '__proto__ cannot be a key'),
    )
    .optional()
    .describe(
      'For a pointer with *: the keys that may be kept, of a map and not of an array. Without it every key is kept that has letters, digits, dots, dashes and underscores and holds no personal data.',
    ),
};

const bounds = {
  min: z.number().optional().describe('A number below it is removed.'),
  max: z.number().optional().describe('A number above it is removed. Without it a card number fits as well.'),
  bucket: z
    .union([z.literal('powers_of_two'), z.array(z.number()).min(1).max(64)])
    .optional()
    .describe(
      'Keep only the range: a number is replaced by the lower end of its range. Either the lower ends, ascending (what is below the first is removed), or powers_of_two: 0, 1, 2, 4, 8 and so on (what is negative is removed).',
    ),
};
const mask = z
  .strictObject({
    first: z.int().min(0).max(64).default(0).describe('How many characters are kept at the beginning.'),
    last: z.int().min(0).max(64).default(0).describe('How many characters are kept at the end.'),
  })
  .describe('Replace all but some characters by ***; a text without more than these characters is *** as a whole.');

const Shape = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('uuid'), ...common }).describe('A UUID as text, in hexadecimal digits with dashes.'),
  z
    .strictObject({
      type: z.literal('string'),
      max_length: z.int().min(1).max(1024).default(128).describe('In UTF-16 units.'),
      too_long: z
        .enum(['remove', 'cut'])
        .default('remove')
        .describe('Whether a longer text is removed or cut; one of more than 8192 is removed in any case.'),
      mask: mask.optional(),
      ...common,
    })
    .describe('Free text: personal data is looked for in it. Take an enum where the texts are known.'),
  z
    .strictObject({
      type: z.literal('version'),
      truncate: z
        .enum(VERSION_CUTS)
        .optional()
        .describe('Keep only the first one, two or three numbers: of 15.4.1-rc2 they are 15, 15.4 and 15.4.1.'),
      ...common,
    })
    .describe('A version such as 3.21.0, 15-SP2 or 6.4.0-150600.23-default.'),
  z
    .strictObject({
      type: z.literal('integer'),
      ...bounds,
      round: z.int().min(1).optional().describe('Keep the nearest multiple of this.'),
      ...common,
    })
    .describe('A whole number of at most 53 bits.'),
  z
    .strictObject({
      type: z.literal('number'),
      ...bounds,
      round: z.number().positive().optional().describe('Keep the nearest multiple of this.'),
      ...common,
    })
    .describe('Any number.'),
  z.strictObject({ type: z.literal('boolean'), ...common }).describe('True or false.'),
  z.strictObject({ type: z.literal('timestamp'), ...common }).describe('A time as RFC 3339 has it.'),
  z
    .strictObject({
      type: z.literal('enum'),
      values: z.array(z.string().max(64)).min(1).describe('The texts that are kept.'),
      otherwise: z.string().min(1).max(64).optional().describe('What stands for any other text; without it, removed.'),
      ...common,
    })
    .describe('One of a few texts that are known beforehand.'),
]);

const REDUCTIONS = ['bucket', 'round', 'truncate', 'mask'] as const;
export type Reduction = (typeof REDUCTIONS)[number];

/** Which rules make less of the values of a field than was sent. */
export function reductionsOf(field: Field): Reduction[] {
  return REDUCTIONS.filter((rule) => (field as Partial<Record<Reduction, unknown>>)[rule] !== undefined);
}

/**
 * What one field may hold, and what is kept of it. A value that does not fit is removed and counted, never repaired by
 * guessing. The rules are these and no more: there is no language for expressions.
 */
export const Field = Shape.superRefine((field, context) => {
  const refuse = (message: string) => context.addIssue({ code: 'custom', message });
  const reductions = reductionsOf(field);
  if (field.sanitise !== 'keep' && reductions.length > 0)
    refuse(`is not kept, so there is nothing to ${reductions.join(' and ')}`);
  if (reductions.length > 1) refuse(`takes one of ${reductions.join(' and ')}`);
  if (!('bucket' in field) || !Array.isArray(field.bucket)) return;
  const ends = field.bucket;
  if (ends.some((end, i) => i > 0 && end <= (ends[i - 1] ?? end))) refuse('the ranges of bucket do not ascend');
  if (field.type === 'integer' && !ends.every(Number.isSafeInteger)) refuse('the ranges of bucket are no integers');
});
export type Field = z.infer<typeof Shape>;
