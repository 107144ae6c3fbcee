import { scaleLinear } from 'd3-scale';
import { middleOf, type Tick } from './plot.tsx';

/** Few enough that texts do not overlap on a page of 360 pixels. */
const MAX_DATES = 5;

export interface ValueAxis {
  /** Pixels from the top of a value. */
  y(value: number): number;
  readonly ticks: readonly Tick[];
}

/** From `from` (0 or below) up to at least `max`, in round numbers. */
export function valueAxis(max: number, height: number, format: (value: number) => string, from = 0): ValueAxis {
  const scale = scaleLinear([Math.min(from, 0), Math.max(max, from + 1)], [height, 0]).nice(4);
  const y = (value: number) => Math.round(scale(value) * 10) / 10;
  return { y, ticks: scale.ticks(4).map((value) => ({ at: y(value), text: format(value) })) };
}

/** From 0 to 100 %. */
export function percentAxis(height: number): ValueAxis {
  const scale = scaleLinear([0, 100], [height, 0]);
  const y = (value: number) => Math.round(scale(value) * 10) / 10;
  return { y, ticks: [0, 25, 50, 75, 100].map((value) => ({ at: y(value), text: `${value}%` })) };
}

const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const monthOnly = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });

/** Where the first days of months lie; where these are too few or too many, some of the positions or of the months. */
export function dateTicks(starts: readonly string[]): Tick[] {
  const count = starts.length;
  const months = starts.flatMap((start, i) => (i > 0 && start.slice(0, 7) !== starts[i - 1]?.slice(0, 7) ? [i] : []));
  const years = months.filter((i) => starts[i]?.slice(0, 4) !== starts[i - 1]?.slice(0, 4));
  const tick = (text: (start: string) => string) => (i: number) => ({
    at: middleOf(i, count),
    text: text(starts[i] ?? ''),
  });
  if (months.length < 3) return thinned(starts.map((_, i) => i)).map(tick((start) => dayMonth.format(new Date(start))));
  if (years.length >= 3) return thinned(years).map(tick((start) => start.slice(0, 4)));
  return thinned(months).map(tick(monthOrYear));
}

/** A January is the year it begins. */
const monthOrYear = (start: string) =>
  start.slice(5, 7) === '01' ? start.slice(0, 4) : monthOnly.format(new Date(start));

function thinned(places: readonly number[]): number[] {
  const step = Math.ceil(places.length / MAX_DATES);
  return places.filter((_, i) => i % step === 0);
}
