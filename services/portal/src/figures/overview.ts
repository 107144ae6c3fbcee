import { DAY_MS, type Definition, type PublishedFigure } from '@heliograph/schema';

const WEEK_MS = 7 * DAY_MS;
const FOUR_WEEKS_MS = 4 * WEEK_MS;
/** Of the most used versions. */
const SHOWN_VERSIONS = 3;

type SystemsFigure = Extract<PublishedFigure, { kind: 'systems' }>;

/** What the home page says of a source. All of it comes from what is published; null where that says nothing. */
export interface Overview {
  /** The last day that has figures. */
  readonly day: string | null;
  readonly reported: number | null;
  /** Whether late reports may still change the day's figures. */
  readonly final: boolean;
  /** Distinct systems of the last published week, and of the one four weeks before it. */
  readonly trend: { readonly week: string; readonly now: number; readonly before: number } | null;
  /** A value for each week, ascending; null where the week says nothing. */
  readonly weeks: readonly (number | null)[];
  /** The most used versions, as finely as the coarsest level has them. */
  readonly versions: {
    readonly name: string;
    readonly title?: string | undefined;
    readonly systems: number;
    readonly values: readonly { readonly value: string; readonly systems: number }[];
  } | null;
}

/** `latest` are the figures of the source's last day, `weekly` its weekly figures of kind `systems`. */
export function overviewOf(
  definition: Definition,
  latest: readonly PublishedFigure[],
  weekly: readonly PublishedFigure[],
): Overview {
  const weeks = weekly.filter((figure) => figure.kind === 'systems');
  return {
    day: latest[0]?.start ?? null,
    reported: latest.find(({ of_systems }) => of_systems !== null)?.of_systems ?? null,
    final: latest.every(({ final }) => final),
    trend: trendOf(weeks),
    weeks: seriesOf(weeks),
    versions: versionsOf(definition, latest),
  };
}

const activeOf = (figure: SystemsFigure | undefined) =>
  figure === undefined || figure.figures.suppressed ? null : figure.figures.active;

function trendOf(weeks: readonly SystemsFigure[]): Overview['trend'] {
  const last = weeks.at(-1);
  if (last === undefined) return null;
  const earlier = weeks.find(({ start }) => Date.parse(last.start) - Date.parse(start) === FOUR_WEEKS_MS);
  const [now, before] = [activeOf(last), activeOf(earlier)];
  return now === null || before === null ? null : { week: last.start, now, before };
}

function seriesOf(weeks: readonly SystemsFigure[]): (number | null)[] {
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (first === undefined || last === undefined) return [];
  const length = Math.round((Date.parse(last.start) - Date.parse(first.start)) / WEEK_MS) + 1;
  const byStart = new Map(weeks.map((figure) => [Date.parse(figure.start), figure]));
  return Array.from({ length }, (_, i) => activeOf(byStart.get(Date.parse(first.start) + i * WEEK_MS)));
}

function versionsOf({ summaries, fields }: Definition, latest: readonly PublishedFigure[]): Overview['versions'] {
  for (const summary of summaries) {
    if (summary.kind !== 'share' || fields[summary.field]?.type !== 'version') continue;
    const figure = latest.find(({ name }) => name === summary.name);
    if (figure?.kind !== 'share' || figure.figures.suppressed) continue;
    const share = figure.figures.shares.find(({ key, values }) => key === null && values.length > 0);
    if (share === undefined) continue;
    const { name, title } = summary;
    return { name, title, systems: share.systems, values: share.values.slice(0, SHOWN_VERSIONS) };
  }
  return null;
}
