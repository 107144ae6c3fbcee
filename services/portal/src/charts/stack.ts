import type { Html } from '../site/html.ts';
import { dateTicks, percentAxis } from './axis.ts';
import { areaShape, type Values } from './lines.ts';
import { type Marks, plot } from './plot.ts';
import type { Series } from './series.ts';

export interface StackSeries {
  readonly name: string;
  readonly series: Series;
  /** 0 to 100 at each position; all series have their gaps at the same ones. */
  readonly values: Values;
}

export interface Stack {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly height: number;
  readonly starts: readonly string[];
  /** From the bottom to the top; together they are 100 wherever there is no gap. */
  readonly series: readonly StackSeries[];
  readonly marks: Marks;
}

/** Parts of a whole over time, one upon the other. */
export function stackChart({ series, starts, height, ...rest }: Stack): Html {
  const axis = percentAxis(height);
  let floor: Values = starts.map(() => 0);
  const layers = series.map(({ name, series: number, values }) => {
    const lower = floor.map((value, i) => (values[i] === null ? null : value));
    const upper = values.map((value, i) => (value === null ? null : (floor[i] ?? 0) + value));
    floor = upper.map((value) => value ?? 0);
    const last = values.length - 1;
    const [low, high] = [lower[last] ?? 0, upper[last] ?? 0];
    return { name, shape: areaShape(number, lower, upper, axis.y), size: high - low, at: axis.y((low + high) / 2) };
  });
  const names = layers.filter(({ size }) => (size * height) / 100 >= 12).toSorted((a, b) => b.size - a.size);
  return plot({
    ...rest,
    height,
    yTicks: axis.ticks,
    xTicks: dateTicks(starts),
    shapes: layers.map(({ shape }) => shape),
    names: names.map(({ name, at }) => ({ at, text: name })),
  });
}
