import type { Html } from '../site/html.ts';
import { shortNumber } from '../site/numbers.ts';
import { dateTicks, percentAxis, valueAxis } from './axis.ts';
import { areaShape, lineShape, type Values } from './lines.ts';
import { type Marks, plot } from './plot.ts';
import type { Series } from './series.ts';

interface Line {
  readonly name: string;
  readonly series: Series;
  readonly values: Values;
}

/** What lies between two percentiles. */
interface Band {
  readonly series: Series;
  readonly lower: Values;
  readonly upper: Values;
}

export interface LineChart {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly height: number;
  readonly starts: readonly string[];
  readonly lines: readonly Line[];
  /** Behind the lines, the widest first. */
  readonly bands?: readonly Band[];
  /** Whether values are percentages, of which the axis shows all 100. */
  readonly percent?: boolean;
  readonly marks: Marks;
}

/** Values over time, from 0 up: a difference is as large as it looks. */
export function lineChart({ lines, bands = [], starts, height, percent = false, ...rest }: LineChart): Html {
  const all = [...lines.map(({ values }) => values), ...bands.flatMap(({ lower, upper }) => [lower, upper])].flat();
  const known = all.filter((value) => value !== null);
  const axis = percent
    ? percentAxis(height)
    : valueAxis(Math.max(0, ...known), height, shortNumber, Math.min(0, ...known));
  return plot({
    ...rest,
    height,
    yTicks: axis.ticks,
    xTicks: dateTicks(starts),
    shapes: [
      ...bands.map(({ series, lower, upper }) => areaShape(series, lower, upper, axis.y)),
      ...lines.map(({ series, values }) => lineShape(series, values, axis.y)),
    ],
    names: lines.flatMap(({ name, values }) => {
      const last = values.at(-1) ?? null;
      return last === null || lines.length === 1 ? [] : [{ text: name, at: axis.y(last) }];
    }),
  });
}
