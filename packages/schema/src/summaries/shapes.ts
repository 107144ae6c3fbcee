import { z } from 'zod';
import { ApplicationName, Channel, TelemetryType } from '../envelope.ts';
import { Period } from '../period.ts';
import type { Contradiction, SummaryChecks } from './contract/definition.ts';
import { unlessFew } from './contract/numbers.ts';
import { ageShape } from './kinds/age/shape.ts';
import { crossShape } from './kinds/cross/shape.ts';
import { shareShape } from './kinds/share/shape.ts';
import { statisticsShape } from './kinds/statistics/shape.ts';
import { systemsShape } from './kinds/systems/shape.ts';
import { unregisteredShape } from './kinds/unregistered/shape.ts';

const SHAPES = {
  systems: systemsShape,
  share: shareShape,
  statistics: statisticsShape,
  age: ageShape,
  cross: crossShape,
};

/** What a definition asks to be published. */
export const Summary = z.discriminatedUnion('kind', [
  systemsShape.definition,
  shareShape.definition,
  statisticsShape.definition,
  ageShape.definition,
  crossShape.definition,
]);
export type Summary = z.infer<typeof Summary>;
export type SummaryKind = Summary['kind'];
export type SummaryOf<K extends SummaryKind> = Extract<Summary, { kind: K }>;

type Check = { readonly [K in SummaryKind]: { check(summary: SummaryOf<K>, checks: SummaryChecks): Contradiction[] } };

/** What a summary says that the fields of its definition do not allow. */
export function checkSummary<K extends SummaryKind>(summary: SummaryOf<K>, checks: SummaryChecks): Contradiction[] {
  const shapes: Check = SHAPES;
  const kind: K = summary.kind;
  return shapes[kind].check(summary, checks);
}

/** Too few systems to say anything. */
const Suppressed = z.object({ suppressed: z.literal(true) });

const published = <K extends string, F extends z.ZodType>(kind: K, { figures }: { readonly figures: F }) =>
  z.object({
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
    kind: z.literal(kind),
    figures: z.union([Suppressed, figures]),
  });

/** One published figure: a row of summary.published, and a record of the topic `summaries`. Source: DESIGN, section 10. */
export const PublishedFigure = z.discriminatedUnion('kind', [
  published('systems', systemsShape),
  published('share', shareShape),
  published('statistics', statisticsShape),
  published('age', ageShape),
  published('cross', crossShape),
  published('unregistered', unregisteredShape),
]);
export type PublishedFigure = z.infer<typeof PublishedFigure>;
export type FigureKind = PublishedFigure['kind'];

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
