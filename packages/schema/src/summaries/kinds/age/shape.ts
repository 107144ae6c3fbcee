import { z } from 'zod';
import { named } from '../../contract/definition.ts';
import { Bucket, said } from '../../contract/numbers.ts';

const definition = z
  .strictObject({ ...named, kind: z.literal('age') })
  .describe('For how many days the systems have been reporting, by powers of two.');
export type AgeSummary = z.infer<typeof definition>;

/** Systems by the days since they first reported: ascending powers of two. What they lack of `systems` is of other ages. */
const figures = z.object({ ...said, buckets: z.array(Bucket) });
export type AgeFigures = z.infer<typeof figures>;

export const ageShape = { definition, figures, check: () => [] };

export interface CountedAge {
  readonly kind: 'age';
  readonly name: string;
  /** Days since the first report, ascending, by powers of two; empty ones are missing. */
  readonly buckets: readonly Bucket[];
}
