import { z } from 'zod';
import { ApplicationName, Channel, TelemetryType } from './envelope.ts';

/** Of what a figure is: a UTC day, an ISO week from its Monday, a calendar month from its first day. */
export const PERIODS = ['day', 'week', 'month'] as const;
export const Period = z.enum(PERIODS);
export type Period = z.infer<typeof Period>;

const FIGURE_KINDS = ['systems', 'share', 'statistics', 'age', 'cross', 'unregistered'] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];

/** A number of systems. */
const count = z.int().min(0);
/** Null where saying it would tell of too few systems. */
const unlessFew = count.nullable();
/** Null where it would tell of too few systems, or of one that dominates. */
const number = z.number().nullable();

const Value = z.object({ value: z.string(), systems: count });

/** Systems whose number lies in `from` (included) to `to` (excluded); null is open. */
const Bucket = z.object({ from: z.number().nullable(), to: z.number().nullable(), systems: count });

/**
 * A partition of the systems that reported: `values`, `other` and `absent` together are all of them. `other` are those of every
 * value that is not shown; where too few systems lack the field, `absent` is null, and they are among `other`.
 */
const Share = z.object({
  /** Of a map, the key; of a list, the member; else null. */
  key: z.string().nullable(),
  /** How far versions are shortened; null where they are not. */
  level: z.enum(['x.y', 'x.y.z']).nullable(),
  /** How many systems the partition is about: all of `values` and `other`. */
  systems: count,
  /** Most frequent first. Of a member of a list there is none: `systems` have it, `absent` have it not. */
  values: z.array(Value),
  other: count,
  absent: unlessFew,
});

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

/** `row` and `column` are values of two fields; what a row holds of columns that are not shown is its `other`. */
const CrossRow = z.object({ value: z.string(), systems: count, cells: z.array(Value), other: count });

const said = { suppressed: z.literal(false) };

/** Too few systems to say anything. */
const Suppressed = z.object({ suppressed: z.literal(true) });

const SystemsFigures = z.object({
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
const ShareFigures = z.object({ ...said, shares: z.array(Share) });
const StatisticsFigures = z.object({ ...said, statistics: z.array(Statistics) });
/** Systems by the days since they first reported: ascending powers of two. What they lack of `systems` is of other ages. */
const AgeFigures = z.object({ ...said, buckets: z.array(Bucket) });
/** `other` are the systems of rows that are not shown, and those without one of the two. */
const CrossFigures = z.object({ ...said, rows: z.array(CrossRow), other: count });
/** Paths that no definition allows, most frequent first. A system may have sent several; how many sent any other is not told. */
const UnregisteredFigures = z.object({ ...said, values: z.array(Value), other: unlessFew });

const common = {
  application: ApplicationName,
  telemetry_type: TelemetryType,
  channel: Channel,
  period: Period,
  /** The first UTC day of the period. */
  start: z.iso.date(),
  /** The name that the definition gives the figure. */
  name: z.string(),
  /** How many systems the figure speaks of, of how many that reported in the period; null where too few to say. */
  systems: unlessFew,
  of_systems: unlessFew,
  /** 1 at first; grows whenever late reports have changed the figure. */
  revision: z.int().min(1),
  /** Whether the figure will never change again. */
  final: z.boolean(),
  computed_at: z.iso.datetime({ offset: true }),
};
const figures = <F extends z.ZodType>(of: F) => z.union([Suppressed, of]);

/** One published figure: a row of summary.published, and a record of the topic `summaries`. Source: DESIGN, section 10. */
export const PublishedFigure = z.discriminatedUnion('kind', [
  z.object({ ...common, kind: z.literal('systems'), figures: figures(SystemsFigures) }),
  z.object({ ...common, kind: z.literal('share'), figures: figures(ShareFigures) }),
  z.object({ ...common, kind: z.literal('statistics'), figures: figures(StatisticsFigures) }),
  z.object({ ...common, kind: z.literal('age'), figures: figures(AgeFigures) }),
  z.object({ ...common, kind: z.literal('cross'), figures: figures(CrossFigures) }),
  z.object({ ...common, kind: z.literal('unregistered'), figures: figures(UnregisteredFigures) }),
]);
export type PublishedFigure = z.infer<typeof PublishedFigure>;

export type SystemsFigures = z.infer<typeof SystemsFigures>;
export type ShareFigures = z.infer<typeof ShareFigures>;
export type Share = z.infer<typeof Share>;
export type StatisticsFigures = z.infer<typeof StatisticsFigures>;
export type Statistics = z.infer<typeof Statistics>;
export type AgeFigures = z.infer<typeof AgeFigures>;
export type CrossFigures = z.infer<typeof CrossFigures>;
export type UnregisteredFigures = z.infer<typeof UnregisteredFigures>;
export type Bucket = z.infer<typeof Bucket>;
export type ValueCount = z.infer<typeof Value>;

/** The key of a figure in the topic `summaries`. */
export function summaryKey({
  application,
  telemetry_type,
  channel,
  period,
  start,
  name,
}: Readonly<Record<'application' | 'telemetry_type' | 'channel' | 'period' | 'start' | 'name', string>>): string {
  return [application, telemetry_type, channel, period, start, name].join('/');
}
