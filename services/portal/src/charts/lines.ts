import { area, line } from 'd3-shape';
import { type Html, html } from '../site/html.ts';
import { edgeOf, middleOf } from './plot.ts';
import { colourClass, type Series } from './series.ts';

/** A value at each position; null is a gap, through which no line goes. */
export type Values = readonly (number | null)[];

/** A line of values; `y` gives pixels from the top. One between two gaps is a dot. */
export function linePath(values: Values, y: (value: number) => number): string {
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, i) => middleOf(i, values.length))
    .y((value) => y(value ?? 0))
    .digits(1);
  return path(values) ?? '';
}

/** What lies between two values at each position. It fills the whole width of its positions, so that one alone is seen. */
export function areaPath(lower: Values, upper: Values, y: (value: number) => number): string {
  const count = lower.length;
  const points = lower.flatMap((low, i) => {
    const high = upper[i] ?? null;
    if (low === null || high === null) return [null];
    const at = (x: number) => ({ x, low: y(low), high: y(high) });
    return [
      ...((lower[i - 1] ?? null) === null ? [at(edgeOf(i, count))] : []),
      at(middleOf(i, count)),
      ...((lower[i + 1] ?? null) === null ? [at(edgeOf(i + 1, count))] : []),
    ];
  });
  const path = area<(typeof points)[number]>()
    .defined((point) => point !== null)
    .x((point) => point?.x ?? 0)
    .y0((point) => point?.low ?? 0)
    .y1((point) => point?.high ?? 0)
    .digits(1);
  return path(points) ?? '';
}

export function lineShape(series: Series, values: Values, y: (value: number) => number): Html {
  return html`<path class="series line ${colourClass(series)}" data-series="${series}" d="${linePath(values, y)}"/>`;
}

export function areaShape(series: Series, lower: Values, upper: Values, y: (value: number) => number): Html {
  return html`<path class="series area ${colourClass(series)}" data-series="${series}" d="${areaPath(lower, upper, y)}"/>`;
}
