import { dateTicks, percentAxis } from './axis.ts';
import { areaPath, Shape, type Values } from './lines.tsx';
import { type ChartFrame, type Marks, Plot, type SeriesId } from './plot.tsx';

/** How many pixels high a part is at least at the right end to have its name there. */
const MIN_NAMED_HEIGHT = 12;

export interface StackSeries {
  readonly name: string;
  readonly id: SeriesId;
  /** 0 to 100 at each position; all series have their gaps at the same ones. */
  readonly values: Values;
}

export interface StackChartProperties extends ChartFrame {
  readonly starts: readonly string[];
  /** From the bottom to the top; together they are 100 at every position but the gaps. */
  readonly series: readonly StackSeries[];
  readonly marks: Marks;
}

/** Parts of a whole over time, stacked. */
export function StackChart({ series, starts, height, ...rest }: StackChartProperties) {
  const { y, ticks } = percentAxis(height);
  let floor: Values = starts.map(() => 0);
  const layers = series.map(({ name, id, values }) => {
    const lower = floor.map((value, i) => (values[i] === null ? null : value));
    const upper = values.map((value, i) => (value === null ? null : (floor[i] ?? 0) + value));
    floor = upper.map((value) => value ?? 0);
    const last = values.length - 1;
    const [low, high] = [lower[last] ?? 0, upper[last] ?? 0];
    const shape = <Shape id={id} kind="area" d={areaPath(lower, upper, y)} />;
    return { text: name, shape, size: high - low, at: y((low + high) / 2) };
  });
  const named = layers.filter(({ size }) => (size * height) / 100 >= MIN_NAMED_HEIGHT);
  const names = named.toSorted((a, b) => b.size - a.size);
  const shapes = layers.map(({ shape }) => shape);
  return <Plot {...rest} height={height} yTicks={ticks} xTicks={dateTicks(starts)} shapes={shapes} names={names} />;
}
