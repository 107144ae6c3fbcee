import { formatNumber } from '../site/format.ts';

const WIDTH = 100;
const HEIGHT = 30;

export interface SparklineProperties {
  /** Null is a gap. */
  readonly values: readonly (number | null)[];
  /** Read to those who do not see the picture. */
  readonly label: string;
}

/** A line without axes from 0 to the largest value; nothing if there are fewer than two values. */
export function Sparkline({ values, label }: SparklineProperties) {
  const known = values.filter((value) => value !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (known.length < 2 || first === undefined || last === undefined) return undefined;
  const max = Math.max(1, ...known);
  const x = (i: number) => round((i / (values.length - 1)) * WIDTH);
  const y = (value: number) => round(HEIGHT - (value / max) * HEIGHT);
  const runs = runsOf(values);
  const points = (run: Run) => run.map(([i, value]) => `${x(i)} ${y(value)}`).join('L');
  // A point between two gaps is a line without length, which has round ends.
  const line = runs.map((run) => `M${points(run)}${run.length === 1 ? 'h0' : ''}`).join('');
  const area = runs.map((run) => `M${x(run[0]?.[0] ?? 0)} ${HEIGHT}L${points(run)}V${HEIGHT}Z`).join('');
  const inWords = `from ${formatNumber(first)} to ${formatNumber(last)}, at most ${formatNumber(max)}`;
  const viewBox = `0 0 ${WIDTH} ${HEIGHT}`;
  return (
    <svg class="spark" viewBox={viewBox} preserveAspectRatio="none" role="img" aria-label={`${label}: ${inWords}`}>
      <path class="area" d={area} />
      <path d={line} />
    </svg>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Neighbouring values without a gap. */
type Run = [place: number, value: number][];

function runsOf(values: readonly (number | null)[]): Run[] {
  const runs: Run[] = [];
  let open = false;
  for (const [i, value] of values.entries()) {
    if (value !== null) {
      if (open) runs.at(-1)?.push([i, value]);
      else runs.push([[i, value]]);
    }
    open = value !== null;
  }
  return runs;
}
