import { area, line } from 'd3-shape';
import { colourClass, edgeOf, middleOf, type SeriesId } from './plot.tsx';

/** A value at each position; null is a gap, through which no line goes. */
export type Values = readonly (number | null)[];
/** Pixels from the top of a value. */
type Scale = (value: number) => number;

/** A line through values. One between two gaps is a dot. */
export function linePath(values: Values, y: Scale): string {
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, i) => middleOf(i, values.length))
    .y((value) => y(value ?? 0))
    .digits(1);
  return path(values) ?? '';
}

/** The area between two values at each position. It fills the whole width of its positions, so that one alone is seen. */
export function areaPath(lower: Values, upper: Values, y: Scale): string {
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

interface ShapeProperties {
  readonly id: SeriesId;
  readonly kind: 'line' | 'area';
  readonly d: string;
}

/** What is drawn of one series. */
export const Shape = ({ id, kind, d }: ShapeProperties) => (
  <path class={`series ${kind} ${colourClass(id)}`} data-series={id} d={d} />
);
