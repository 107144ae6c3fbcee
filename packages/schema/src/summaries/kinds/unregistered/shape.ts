import { z } from 'zod';
import { said, unlessFew, Value, type ValueCount } from '../../contract/numbers.ts';

/** Paths that no definition allows, most frequent first. A system may have sent several; how many sent any other is not told. */
const figures = z.object({ ...said, values: z.array(Value), other: unlessFew });
export type UnregisteredFigures = z.infer<typeof figures>;

/** Every source has this figure; no definition asks for it. */
export const unregisteredShape = { figures };

export interface CountedUnregistered {
  readonly kind: 'unregistered';
  readonly name: string;
  /** The most frequent of the paths; a system may have sent something at several. */
  readonly paths: readonly ValueCount[];
}
