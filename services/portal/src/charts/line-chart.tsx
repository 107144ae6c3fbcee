import { shortNumber } from '../site/format.ts';
import { dateTicks, percentAxis, valueAxis } from './axis.ts';
import { areaPath, linePath, Shape, type Values } from './lines.tsx';
import { type ChartFrame, type Marks, Plot, type SeriesId } from './plot.tsx';

interface Line {
  readonly name: string;
  readonly id: SeriesId;
  readonly values: Values;
}

/** The area between two percentiles. */
interface Band {
  readonly id: SeriesId;
  readonly lower: Values;
  readonly upper: Values;
}

export interface LineChartProperties extends ChartFrame {
  readonly starts: readonly string[];
  readonly lines: readonly Line[];
  /** Behind the lines, the widest first. */
  readonly bands?: readonly Band[];
  /** Whether values are percentages, of which the axis shows all 100. */
  readonly percent?: boolean;
  readonly marks: Marks;
}

/** Values over time. The axis begins at 0: a difference is as large as it looks. */
export function LineChart({ lines, bands = [], starts, height, percent = false, ...rest }: LineChartProperties) {
  const all = [...lines.map(({ values }) => values), ...bands.flatMap(({ lower, upper }) => [lower, upper])].flat();
  const known = all.filter((value) => value !== null);
  const { y, ticks } = percent
    ? percentAxis(height)
    : valueAxis(Math.max(0, ...known), height, shortNumber, Math.min(0, ...known));
  const names = lines.flatMap(({ name, values }) => {
    const last = values.at(-1) ?? null;
    return last === null || lines.length === 1 ? [] : [{ text: name, at: y(last) }];
  });
  const shapes = [
    ...bands.map(({ id, lower, upper }) => <Shape id={id} kind="area" d={areaPath(lower, upper, y)} />),
    ...lines.map(({ id, values }) => <Shape id={id} kind="line" d={linePath(values, y)} />),
  ];
  return <Plot {...rest} height={height} yTicks={ticks} xTicks={dateTicks(starts)} shapes={shapes} names={names} />;
}
