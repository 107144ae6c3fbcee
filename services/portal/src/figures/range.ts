import { DAY_MS, type Period, utcDay } from '@heliograph/schema';
import { z } from 'zod';
import { type ParameterError, ProblemError } from '../problems/problem.ts';
import type { Extent } from '../stores/summary-store.ts';

/** How many positions a chart has at most: more are neither seen nor worth their bytes. */
export const MAX_POSITIONS = { small: 110, large: 200 } as const;

export const RANGES = ['week', 'month', 'quarter', 'year', 'all'] as const;
export type Range = (typeof RANGES)[number];
export const LEVELS = ['x.y', 'x.y.z'] as const;
export type Level = (typeof LEVELS)[number];

/** What a reader has chosen to see; the address holds all of it. */
export interface View {
  readonly range: Range;
  /** The last day that is wanted; undefined is the newest. */
  readonly to: string | undefined;
  readonly level: Level | undefined;
}

const DEFAULT_RANGE: Range = 'quarter';
const DAYS: Readonly<Record<Exclude<Range, 'all'>, number>> = { week: 7, month: 31, quarter: 92, year: 365 };

const EXPECTED = {
  range: `one of ${RANGES.join(', ')}`,
  to: 'a day that has been, such as 2026-11-21',
  level: LEVELS.join(' or '),
} as const;

/** Reads the parameters of a source's pages. Throws a ProblemError that names each invalid parameter. */
export function parseView(parameters: unknown, nowMs: number): View {
  const Query = z.strictObject({
    range: z.enum(RANGES).default(DEFAULT_RANGE),
    // There is no year 0, for PostgreSQL.
    to: z.iso
      .date({ abort: true })
      .refine((day) => day >= '0001-01-01' && day <= utcDay(nowMs))
      .optional(),
    level: z.enum(LEVELS).optional(),
  });
  const parsed = Query.safeParse(parameters);
  if (!parsed.success) throw new ProblemError('bad_parameters', parsed.error.issues.map(toError));
  return { range: parsed.data.range, to: parsed.data.to, level: parsed.data.level };
}

function toError({ path }: z.core.$ZodIssue): ParameterError {
  const parameter = (Object.keys(EXPECTED) as (keyof typeof EXPECTED)[]).find((name) => name === path[0]);
  if (parameter === undefined) return { detail: 'there is a parameter that is not known' };
  return { parameter, detail: `expected ${EXPECTED[parameter]}, once` };
}

/** The query of an address that shows a view, with its `?`; empty for the default view. */
export function viewQuery({ range, to, level }: View): string {
  const parameters = new URLSearchParams();
  if (range !== DEFAULT_RANGE) parameters.set('range', range);
  if (to !== undefined) parameters.set('to', to);
  if (level !== undefined) parameters.set('level', level);
  return parameters.size === 0 ? '' : `?${parameters}`;
}

/** Whole weeks, so that only days of the same weekday stand side by side. */
const STEPS = [1, 7, 14, 28] as const;
type Step = (typeof STEPS)[number];

/** The days that a view shows of a source. */
export interface Window {
  /** Both included. */
  readonly from: string;
  readonly to: string;
  /** Of which of them there is a position, counted back from `to`: in long ranges one of the same weekday each. */
  readonly everyDays: Step;
  /** The periods in which active systems are counted, and new, returning and lapsed ones. */
  readonly active: Period;
  readonly churn: Period;
}

/** Never before the first published day, never after the last one, and of at most so many positions. */
export function windowOf({ range, to: wanted }: View, extent: Extent, positions: number): Window {
  const to = earlierOf(wanted ?? extent.to, extent.to);
  const begin = range === 'all' ? extent.from : addDays(to, 1 - DAYS[range]);
  const first = laterOf(begin, extent.from);
  const days = daysBetween(first, to) + 1;
  const everyDays = range !== 'all' && range !== 'year' ? 1 : stepOf(days, positions);
  const earliest = addDays(to, -everyDays * (positions - 1));
  const active = ({ 1: 'day', 7: 'week', 14: 'week', 28: 'month' } as const)[everyDays];
  const churn = range === 'week' ? 'day' : everyDays === 28 || days > 2 * DAYS.year ? 'month' : 'week';
  return { from: laterOf(first, earliest), to, everyDays, active, churn };
}

/** Short data look the same under `year` and `all`. */
function stepOf(days: number, positions: number): Step {
  return STEPS.find((step) => days <= step * positions) ?? 28;
}

/** The views of the same length before and after; undefined if nothing has been published there. */
export function neighbours(view: View, window: Window, extent: Extent): Record<'earlier' | 'later', View | undefined> {
  if (view.range === 'all') return { earlier: undefined, later: undefined };
  const [before, after] = [addDays(window.to, -DAYS[view.range]), addDays(window.to, DAYS[view.range])];
  return {
    earlier: before < extent.from ? undefined : { ...view, to: before },
    later: window.to >= extent.to ? undefined : { ...view, to: after >= extent.to ? undefined : after },
  };
}

/** Not before year 1. */
export function addDays(day: string, days: number): string {
  return utcDay(Math.max(Date.parse(day) + days * DAY_MS, Date.parse('0001-01-01')));
}

export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
export const laterOf = (a: string, b: string) => (daysBetween(a, b) > 0 ? b : a);
const earlierOf = (a: string, b: string) => (daysBetween(a, b) > 0 ? a : b);
