import { type Html, html } from '../site/html.ts';
import { shortNumber } from '../site/numbers.ts';
import { dateTicks, valueAxis } from './axis.ts';
import type { Values } from './lines.ts';
import { type Marks, middleOf, plot, type Tick, WIDTH } from './plot.ts';
import { colourClass, type Series } from './series.ts';

interface Columns {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly height: number;
}

export interface MovesChart extends Columns {
  readonly starts: readonly string[];
  /** Upon each other above the line, from the line on; and below it. Null is a gap. */
  readonly up: readonly { readonly series: Series; readonly values: Values }[];
  readonly down: { readonly series: Series; readonly values: Values };
  readonly marks: Marks;
}

/** Who came, above a line, and who went, below it. */
export function movesChart({ up, down, starts, height, ...rest }: MovesChart): Html {
  const tops = starts.map((_, i) => up.reduce((sum, { values }) => sum + (values[i] ?? 0), 0));
  const depths = down.values.map((value) => -(value ?? 0));
  const axis = valueAxis(Math.max(1, ...tops), height, (value) => shortNumber(Math.abs(value)), Math.min(0, ...depths));
  let floor = starts.map(() => 0);
  const above = up.map(({ series, values }) => {
    const ceiling = floor.map((value, i) => value + (values[i] ?? 0));
    const shape = columnShape(series, floor, ceiling, axis.y);
    floor = ceiling;
    return shape;
  });
  const below = columnShape(
    down.series,
    depths,
    starts.map(() => 0),
    axis.y,
  );
  const zero = html`<path class="zero" d="M0,${axis.y(0)}H${WIDTH}"/>`;
  return plot({ ...rest, height, yTicks: axis.ticks, xTicks: dateTicks(starts), shapes: [...above, below, zero] });
}

export interface Histogram extends Columns {
  /** Ascending. */
  readonly columns: readonly { readonly name: string; readonly systems: number }[];
}

/** How many systems there are of each of some sizes. */
export function histogramChart({ columns, height, ...rest }: Histogram): Html {
  const axis = valueAxis(Math.max(1, ...columns.map(({ systems }) => systems)), height, shortNumber);
  const zeros = columns.map(() => 0);
  const tops = columns.map(({ systems }) => systems);
  return plot({
    ...rest,
    height,
    yTicks: axis.ticks,
    xTicks: namedTicks(columns.map(({ name }) => name)),
    shapes: [columnShape(0, zeros, tops, axis.y)],
  });
}

/** At most eight, so that short names do not meet on a telephone. */
function namedTicks(names: readonly string[]): Tick[] {
  const step = Math.ceil(names.length / 8);
  return names.flatMap((text, i) => (i % step === 0 ? [{ at: middleOf(i, names.length), text }] : []));
}

/** One path for all columns of a series; one of no height is left out. */
function columnShape(series: Series, from: readonly number[], to: readonly number[], y: (v: number) => number): Html {
  const count = from.length;
  const half = Math.max(1, Math.round((0.4 * WIDTH) / Math.max(1, count)));
  const path = from.map((low, i) => {
    const high = to[i] ?? 0;
    const x = middleOf(i, count);
    return low === high ? '' : `M${x - half},${y(low)}V${y(high)}H${x + half}V${y(low)}Z`;
  });
  return html`<path class="series area ${colourClass(series)}" data-series="${series}" d="${path.join('')}"/>`;
}
