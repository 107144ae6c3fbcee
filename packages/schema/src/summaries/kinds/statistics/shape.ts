import { z } from 'zod';
import { Pointer } from '../../../field.ts';
import { named, type SummaryChecks } from '../../contract/definition.ts';
import { Bucket, count, number, said, unlessFew } from '../../contract/numbers.ts';

const definition = z
  .strictObject({
    ...named,
    kind: z.literal('statistics'),
    field: Pointer.describe('Which of the fields; an integer or a number.'),
  })
  .describe('Mean, median, percentiles and a histogram by powers of two.');
export type StatisticsSummary = z.infer<typeof definition>;

const Statistics = z.object({
  /** Of a map, the key; else null. */
  key: z.string().nullable(),
  /** How many systems have a number; null where too few have none. */
  systems: unlessFew,
  mean: number,
  p5: number,
  p25: number,
  median: number,
  p75: number,
  p95: number,
  /** Ascending powers of two. Those that are not there have nobody, or are among `other`. */
  histogram: z.array(Bucket),
  /** Systems that no bucket shows; where `systems` is null, those without a number are among them. */
  other: count,
});
export type Statistics = z.infer<typeof Statistics>;

const figures = z.object({ ...said, statistics: z.array(Statistics) });
export type StatisticsFigures = z.infer<typeof figures>;

export const statisticsShape = {
  definition,
  figures,
  check: ({ field }: StatisticsSummary, { reads, holds, at }: SummaryChecks) => [
    ...reads('field', field),
    ...(holds(field, ['integer', 'number']) ? [] : [at('field', `statistics are of numbers, and ${field} holds none`)]),
  ],
};

export interface CountedStatistics {
  readonly kind: 'statistics';
  readonly name: string;
  readonly distributions: readonly Distribution[];
}

export interface Distribution {
  readonly key: string | null;
  readonly systems: number;
  readonly mean: number;
  /** The 5th, 25th, 50th, 75th and 95th, interpolated. */
  readonly percentiles: readonly number[];
  /** Ascending, by powers of two; empty ones are missing. */
  readonly histogram: readonly Bucket[];
  /** Of the absolute values: their sum, the largest and the second largest (0 where there is none). */
  readonly magnitude: { readonly sum: number; readonly first: number; readonly second: number };
}
