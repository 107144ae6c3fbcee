import { z } from 'zod';

/** A JSON pointer (RFC 6901); `*` as a whole segment stands for every key of a map. */
export const Pointer = z
  .string()
  .regex(/^(?:\/(?:[^~/]|~[01])+)+$/, 'a JSON pointer such as /plugins/*/version')
  .refine((pointer) => pointer.length <= 256, 'at most 256 characters')
  .refine((pointer) => !pointer.split('/').includes('__proto__'), '__proto__ cannot be the name of a field');

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
  nullable: z.boolean().default(false),
  sanitise: z
    .enum(['keep', 'hash', 'drop'])
    .default('keep')
    .describe('keep the value, replace it by its keyed hash, or take it without storing it'),
  keys: z
    .array(z.string().min(1).max(64))
    .optional()
    .describe('For a pointer with *: the keys that may be kept; without it, none is refused.'),
};

const bounds = { min: z.number().optional(), max: z.number().optional() };

/** What one field may hold. A value that does not fit is removed and counted, never repaired by guessing. */
export const Field = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('uuid'), ...common }),
  z.strictObject({ type: z.literal('string'), max_length: z.int().min(1).max(1024).default(128), ...common }),
  z.strictObject({ type: z.literal('version'), ...common }),
  z.strictObject({ type: z.literal('integer'), ...bounds, ...common }),
  z.strictObject({ type: z.literal('number'), ...bounds, ...common }),
  z.strictObject({ type: z.literal('boolean'), ...common }),
  z.strictObject({ type: z.literal('timestamp'), ...common }),
  z.strictObject({
    type: z.literal('enum'),
    values: z.array(z.string().max(64)).min(1),
    otherwise: z.string().min(1).max(64).optional().describe('What stands for any other text; without it, removed.'),
    ...common,
  }),
]);
export type Field = z.infer<typeof Field>;
