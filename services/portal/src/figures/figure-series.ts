import type { FigureKind, Period, PublishedFigure } from '@heliograph/schema';
import { addDays, daysBetween, type Window } from './range.ts';

/** The positions of a chart from left to right: the first days of periods, the same distance apart. */
export interface Timeline {
  readonly period: Period;
  readonly everyDays: number;
  readonly starts: readonly string[];
}

/** One figure over time: what was published at each position of the timeline, undefined if nothing was. */
export interface FigureSeries {
  readonly timeline: Timeline;
  readonly figures: readonly (PublishedFigure | undefined)[];
}

/** The complete periods of a window: those that end in it. */
export function createTimeline(period: Period, { from, to, everyDays }: Window): Timeline {
  if (period === 'day') {
    const count = Math.max(0, Math.floor(daysBetween(from, to) / everyDays) + 1);
    const starts = Array.from({ length: count }, (_, i) => addDays(to, -everyDays * (count - 1 - i)));
    return { period, everyDays, starts };
  }
  const starts: string[] = [];
  for (let start = startOf(period, from); nextOf(period, start) <= addDays(to, 1); start = nextOf(period, start))
    starts.push(start);
  return { period, everyDays: 1, starts };
}

/** The first day of the week (Monday) or month that a day lies in. */
export function startOf(period: Exclude<Period, 'day'>, day: string): string {
  if (period === 'month') return `${day.slice(0, 7)}-01`;
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}

function nextOf(period: Exclude<Period, 'day'>, start: string): string {
  return period === 'week' ? addDays(start, 7) : startOf('month', addDays(start, 31));
}

/** Puts the figures of one name at their positions of a timeline. */
export function createSeries(timeline: Timeline, figures: readonly PublishedFigure[], name: string): FigureSeries {
  const byStart = new Map(
    figures.filter((f) => f.name === name && f.period === timeline.period).map((f) => [f.start, f]),
  );
  return { timeline, figures: timeline.starts.map((start) => byStart.get(start)) };
}

type ValueOf<K extends FigureKind> = Exclude<Extract<PublishedFigure, { kind: K }>['figures'], { suppressed: true }>;

/** The value of a figure; undefined if there is none, or if it is suppressed because of too few systems. */
export function figureValue<K extends FigureKind>(
  kind: K,
  figure: PublishedFigure | undefined,
): ValueOf<K> | undefined {
  if (figure === undefined || figure.kind !== kind || figure.figures.suppressed) return undefined;
  return figure.figures as ValueOf<K>;
}

/** The newest figure of a series that has a value. */
export function newestFigure(series: FigureSeries): PublishedFigure | undefined {
  return series.figures.findLast((figure) => figure !== undefined && !figure.figures.suppressed);
}
