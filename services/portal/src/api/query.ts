import { ApplicationName, Channel, DAY_MS, Period, TelemetryType, utcDay } from '@heliograph/schema';
import { z } from 'zod';
import { type ParameterError, ProblemError } from '../problems/problem.ts';
import type { SeriesQuery } from '../stores/summary-store.ts';
import { type Page, pageToken, readPageToken } from './page-token.ts';

/** Without `from`: 30 days, half a year of weeks, two years of months; the last one included. */
const DEFAULT_SPAN_DAYS: Readonly<Record<Period, number>> = { day: 29, week: 181, month: 730 };
/** A leap year: at 20 figures a day some 7,000 rows. */
const LONGEST_SPAN_DAYS = 366;
/** Of one figure by its name, of weeks and of months: ten years. */
const LONGEST_SPAN_OF_FEW_DAYS = 3660;
/** Some 500 kB of JSON; the most is four times as much. */
const DEFAULT_LIMIT = 500;
const MOST = 2000;

/** There is no year 0, for PostgreSQL. */
const FIRST_DAY = '0001-01-01';
const Day = z.iso.date().refine((day) => day >= FIRST_DAY);

/** What of the parameters says which figures are meant. */
export const SeriesParameters = z.strictObject({
  application: ApplicationName.describe('The name of an application, see /api/v1/sources.'),
  telemetry_type: TelemetryType.describe('One of the telemetry types of the application.'),
  channel: Channel.optional().describe('production or development; without it that of the site.'),
  period: Period.default('day').describe('day, week (from its Monday) or month.'),
  from: Day.optional().describe('A day such as 2026-11-21, not after today: periods that begin on it or later.'),
  to: Day.optional().describe('A day such as 2026-11-21, not after today: periods that begin on it or before.'),
  name: z
    .string()
    .regex(/^_?[a-z0-9_]{1,48}$/)
    .optional()
    .describe('The name of one figure; without it, all of the source.'),
});

export const PageParameters = z.strictObject({
  ...SeriesParameters.shape,
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST)
    .default(DEFAULT_LIMIT)
    .describe(`A whole number from 1 to ${MOST}: how many figures at most.`),
  page_token: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .describe('What the page before gave as next_page_token, with the same parameters or with none.'),
});

/** A query that is complete: the same at whatever time it is asked. */
export type CompleteQuery = SeriesQuery & { readonly limit: number };

/** Reads the parameters of a series. Throws a ProblemError that names each parameter that is not as expected. */
export function parseSeries(parameters: unknown, channel: Channel, nowMs: number): SeriesQuery {
  return complete(parse(SeriesParameters, parameters), channel, nowMs);
}

/** The same of a page; one that goes on asks what the first has asked, though a day may have passed. */
export function parsePage(parameters: unknown, channel: Channel, nowMs: number): CompleteQuery {
  const given: Readonly<Record<string, unknown>> = { ...(parameters as object) };
  if (given.page_token === undefined) {
    const { limit, page_token: _, ...query } = parse(PageParameters, given);
    return { ...complete(query, channel, nowMs), limit };
  }
  const { limit: _, page_token: text, ...asked } = given;
  const page = readPageToken(text);
  if (page === undefined) throw badToken();
  const { after, ...query } = page;
  const same = Object.entries(asked).every(([name, value]) =>
    Object.entries(query).some(([n, v]) => n === name && v === value),
  );
  if (!same) throw badToken();
  const { limit } = parse(PageParameters.pick({ limit: true }), { limit: given.limit });
  return { ...complete(parse(SeriesParameters, query), channel, nowMs), after, limit };
}

/** What asks for the figures after these, or null where there are none: `found` is what the query gave. */
export function nextPageToken(query: CompleteQuery, found: readonly Page['after'][]): string | null {
  const last = found.at(-1);
  if (last === undefined || found.length < query.limit) return null;
  const { limit: _, after: __, ...rest } = query;
  return pageToken({ ...rest, after: { start: last.start, name: last.name } });
}

function parse<T>(schema: z.ZodType<T> & { shape: Record<string, z.ZodType> }, parameters: unknown): T {
  const parsed = schema.safeParse(parameters);
  if (parsed.success) return parsed.data;
  throw new ProblemError(
    'bad_parameters',
    parsed.error.issues.map(({ path }) => toError(schema.shape, path[0])),
  );
}

function toError(shape: Record<string, z.ZodType>, name: PropertyKey | undefined): ParameterError {
  const [parameter, schema] = Object.entries(shape).find(([known]) => known === name) ?? [];
  if (parameter === undefined) return { detail: 'there is a parameter that is not known' };
  return { parameter, detail: `given once: ${schema?.description ?? ''}` };
}

const badToken = () =>
  new ProblemError('bad_parameters', [
    { parameter: 'page_token', detail: `given once: ${PageParameters.shape.page_token.description}` },
  ]);

function complete(given: z.infer<typeof SeriesParameters>, channel: Channel, nowMs: number): SeriesQuery {
  const today = utcDay(nowMs);
  const { to = today, period, name } = given;
  const from = given.from ?? daysBefore(to, DEFAULT_SPAN_DAYS[period]);
  const most = name === undefined && period === 'day' ? LONGEST_SPAN_DAYS : LONGEST_SPAN_OF_FEW_DAYS;
  const errors = [
    ...(from > today ? [{ parameter: 'from', detail: 'a day not after today' }] : []),
    ...(to > today ? [{ parameter: 'to', detail: 'a day not after today' }] : []),
    ...(to < from ? [{ parameter: 'to', detail: 'a day not before from' }] : []),
    ...((Date.parse(to) - Date.parse(from)) / DAY_MS >= most
      ? [
          {
            parameter: 'from',
            detail: `at most ${LONGEST_SPAN_DAYS} days before to; ${LONGEST_SPAN_OF_FEW_DAYS} of one figure by its name, of weeks and of months`,
          },
        ]
      : []),
  ];
  if (errors.length > 0) throw new ProblemError('bad_parameters', errors);
  return { ...given, channel: given.channel ?? channel, from, to };
}

/** Not before year 1. */
function daysBefore(day: string, days: number): string {
  return utcDay(Math.max(Date.parse(day) - days * DAY_MS, Date.parse(FIRST_DAY)));
}
