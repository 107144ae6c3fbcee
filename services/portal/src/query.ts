import { ApplicationName, Channel, TelemetryType, utcDay } from '@heliograph/schema';
import { z } from 'zod';
import { type ParameterError, ProblemError } from './problem.ts';
import type { SummaryQuery } from './summary-store.ts';

const DAY_MS = 86_400_000;
/** 30 days, today included. */
const DEFAULT_SPAN_DAYS = 29;
/** A leap year, at 20 summaries a day some 7,000 rows and 5 MB. */
export const LONGEST_SPAN_DAYS = 366;

const EXPECTED = {
  application: 'the name of an application, see /api/v1/sources',
  telemetry_type: 'one of the telemetry types of the application',
  channel: 'production or development',
  from: 'a day such as 2026-11-21',
  to: 'a day such as 2026-11-21',
  name: 'the name of a summary',
} as const;

/** There is no year 0, for PostgreSQL. */
const FIRST_DAY = '0001-01-01';
const Day = z.iso.date().refine((day) => day >= FIRST_DAY);

const Query = z.strictObject({
  application: ApplicationName,
  telemetry_type: TelemetryType,
  channel: Channel.optional(),
  from: Day.optional(),
  to: Day.optional(),
  name: z
    .string()
    .regex(/^[a-z0-9_]{1,48}$/)
    .optional(),
} satisfies Record<keyof typeof EXPECTED, z.ZodType>);

/**
 * Reads the parameters of /api/v1/summaries. Without `to` today is meant, without `from` the 30 days up to `to`. Throws a
 * ProblemError that names each parameter that is not as expected.
 */
export function parseQuery(parameters: unknown, channel: Channel, nowMs: number): SummaryQuery {
  const parsed = Query.safeParse(parameters);
  if (!parsed.success) throw new ProblemError('bad_parameters', parsed.error.issues.map(toError));
  const { to = utcDay(nowMs), ...rest } = parsed.data;
  const from = rest.from ?? daysBefore(to, DEFAULT_SPAN_DAYS);
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days < 1) throw new ProblemError('bad_parameters', [{ parameter: 'to', detail: 'a day not before from' }]);
  if (days > LONGEST_SPAN_DAYS)
    throw new ProblemError('bad_parameters', [
      { parameter: 'to', detail: `at most ${LONGEST_SPAN_DAYS} days, from and to included` },
    ]);
  return { ...rest, channel: rest.channel ?? channel, from, to };
}

function toError({ path }: z.core.$ZodIssue): ParameterError {
  const parameter = Object.keys(EXPECTED).find((name) => name === path[0]) as keyof typeof EXPECTED | undefined;
  if (parameter === undefined) return { detail: 'there is a parameter that is not known' };
  return { parameter, detail: `expected ${EXPECTED[parameter]}, once` };
}

/** Not before year 1. */
function daysBefore(day: string, days: number): string {
  return utcDay(Math.max(Date.parse(day) - days * DAY_MS, Date.parse(FIRST_DAY)));
}
