import { shortNumber } from '../site/format.ts';
import { dateTicks, valueAxis } from './axis.ts';
import { Shape, type Values } from './lines.tsx';
import { type ChartFrame, type Marks, middleOf, Plot, type SeriesId, type Tick, WIDTH } from './plot.tsx';

/** Few enough that short names do not overlap on a phone. */
const MAX_NAMES = 8;

interface ColumnSeries {
  readonly id: SeriesId;
  readonly values: Values;
}

export interface ChurnChartProperties extends ChartFrame {
  readonly starts: readonly string[];
  /** Stacked above the zero line. */
  readonly up: readonly ColumnSeries[];
  readonly down: ColumnSeries;
  readonly marks: Marks;
}

/** Systems that came, above a line, and systems that went, below it. */
export function ChurnChart({ up, down, starts, height, ...rest }: ChurnChartProperties) {
  const tops = starts.map((_, i) => up.reduce((sum, { values }) => sum + (values[i] ?? 0), 0));
  const depths = down.values.map((value) => -(value ?? 0));
  const size = (value: number) => shortNumber(Math.abs(value));
  const { y, ticks } = valueAxis(Math.max(1, ...tops), height, size, Math.min(0, ...depths));
  const zeros = starts.map(() => 0);
  let floor = zeros;
  const above = up.map(({ id, values }) => {
    const ceiling = floor.map((value, i) => value + (values[i] ?? 0));
    const shape = <Shape id={id} kind="area" d={columnPath(floor, ceiling, y)} />;
    floor = ceiling;
    return shape;
  });
  const below = <Shape id={down.id} kind="area" d={columnPath(depths, zeros, y)} />;
  const shapes = [...above, below, <path class="zero" d={`M0,${y(0)}H${WIDTH}`} />];
  return <Plot {...rest} height={height} yTicks={ticks} xTicks={dateTicks(starts)} shapes={shapes} />;
}

export interface HistogramProperties extends ChartFrame {
  /** Ascending. */
  readonly columns: readonly { readonly name: string; readonly systems: number }[];
}

/** How many systems there are of each of some sizes. */
export function Histogram({ columns, height, ...rest }: HistogramProperties) {
  const tops = columns.map(({ systems }) => systems);
  const { y, ticks } = valueAxis(Math.max(1, ...tops), height, shortNumber);
  const bottoms = columns.map(() => 0);
  const shapes = [<Shape id={0} kind="area" d={columnPath(bottoms, tops, y)} />];
  const xTicks = nameTicks(columns.map(({ name }) => name));
  return <Plot {...rest} height={height} yTicks={ticks} xTicks={xTicks} shapes={shapes} />;
}

function nameTicks(names: readonly string[]): Tick[] {
  const step = Math.ceil(names.length / MAX_NAMES);
  return names.flatMap((text, i) => (i % step === 0 ? [{ at: middleOf(i, names.length), text }] : []));
}

/** One path for all columns of a series, without those of no height. */
function columnPath(from: readonly number[], to: readonly number[], y: (value: number) => number): string {
  const count = from.length;
  const half = Math.max(1, Math.round((0.4 * WIDTH) / Math.max(1, count)));
  const columns = from.map((low, i) => {
    const high = to[i] ?? 0;
    const x = middleOf(i, count);
    return low === high ? '' : `M${x - half},${y(low)}V${y(high)}H${x + half}V${y(low)}Z`;
  });
  return columns.join('');
}
