import { z } from 'zod';
import { named } from '../../contract/definition.ts';
import { count, said, unlessFew } from '../../contract/numbers.ts';

const definition = z
  .strictObject({ ...named, kind: z.literal('systems') })
  .describe('How many systems reported, came, came back and went, by day, week and month.');
export type SystemsSummary = z.infer<typeof definition>;

const figures = z.object({
  ...said,
  /** Systems that reported in the period. */
  active: count,
  /** Of these, those that had never reported before the period. */
  new: unlessFew,
  /** Of these, those that had reported before, but not in the period before this one. */
  returning: unlessFew,
  /** Of these, those that reported in the period before as well. */
  continuing: unlessFew,
  /** Those that reported in the period before, and not in this one. */
  gone: unlessFew,
  /** Of a week or a month: those that reported on two days of it at least. Of a day there is none. */
  persistent: unlessFew,
});
export type SystemsFigures = z.infer<typeof figures>;

export const systemsShape = { definition, figures, check: () => [] };

export interface CountedSystems {
  readonly kind: 'systems';
  readonly name: string;
  readonly activity: Activity;
}

/** Which systems reported in a period, beside those of the period before it. */
export interface Activity {
  /** new + returning + continuing */
  readonly active: number;
  readonly new: number;
  readonly returning: number;
  readonly continuing: number;
  readonly gone: number;
  /** Of a week or a month: on two days at least; null of a day. */
  readonly persistent: number | null;
  /** Of a week or a month: the systems of each day, then of each week that lies in it; each system is among `active`. */
  readonly within: readonly number[];
  /** Of a week or a month: the new systems of each of its days; added up, they are `new`. */
  readonly newOfDays: readonly number[];
  /** What `within` is, of the period before. */
  readonly withinBefore: readonly number[];
}
