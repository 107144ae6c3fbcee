import { z } from 'zod';

/** A number of systems. */
export const count = z.int().min(0);
/** Null where saying it would tell of too few systems. */
export const unlessFew = count.nullable();
/** Null where it would tell of too few systems, or of one that dominates. */
export const number = z.number().nullable();

export const Value = z.object({ value: z.string(), systems: count });
export type ValueCount = z.infer<typeof Value>;

/** Systems whose number lies in `from` (included) to `to` (excluded); null is open. */
export const Bucket = z.object({ from: z.number().nullable(), to: z.number().nullable(), systems: count });
export type Bucket = z.infer<typeof Bucket>;

/** Of a figure that says something. */
export const said = { suppressed: z.literal(false) };
