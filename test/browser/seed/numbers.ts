import type { Bucket, Statistics } from '@heliograph/schema';
import type { FiguresOf } from '@heliograph/schema/summaries';
import { belowNormal } from './chance.ts';
import { apportion, bucketsOf, shown } from './partition.ts';
import type { Moment } from './shares.ts';
import type { Model, Use } from './source.ts';

type NumbersModel = Extract<Model, { kind: 'numbers' }>;

const MOST_BUCKETS = 24;
/** How far the percentiles of a normal distribution lie from its middle. */
const [P25, P5] = [0.6745, 1.6449];

/** What is said of numbers that are spread log-normally. */
export function statisticsOf({ median, spread, perYear }: NumbersModel, years: number, moment: Moment): Statistics {
  const middle = median * (1 + perYear) ** years;
  const percentile = (z: number) => Math.max(1, Math.round(middle * Math.exp(spread * z)));
  const ends = [0, ...Array.from({ length: MOST_BUCKETS }, (_, i) => 2 ** i)];
  const below = (end: number) => (end === 0 ? 0 : belowNormal(Math.log(end / middle) / spread));
  const bounds = ends.slice(0, -1).map((from, i) => ({ from, to: ends[i + 1] ?? null }));
  const counts = apportion(
    moment.systems,
    bounds.map(({ from, to }) => (to === null ? 0 : below(to) - below(from))),
  );
  const buckets = bounds.map((bound, i) => ({ ...bound, systems: counts[i] ?? 0 }));
  const histogram = bucketsOf(withoutEnds(buckets), moment.fewest);
  return {
    key: null,
    systems: moment.systems,
    mean: Math.round(middle * Math.exp(spread ** 2 / 2) * 100) / 100,
    p5: percentile(-P5),
    p25: percentile(-P25),
    median: percentile(0),
    p75: percentile(P25),
    p95: percentile(P5),
    histogram,
    other: moment.systems - histogram.reduce((sum, { systems }) => sum + systems, 0),
  };
}

function withoutEnds(buckets: readonly Bucket[]): Bucket[] {
  const first = buckets.findIndex(({ systems }) => systems > 0);
  const last = buckets.findLastIndex(({ systems }) => systems > 0);
  return buckets.slice(first, last + 1);
}

/** Systems by the days since they came: most stay for long, and none is older than the source. */
export function agesOf(sourceDays: number, { systems, fewest }: Moment): Bucket[] {
  const bounds = [{ from: 0, to: 1 }];
  for (let from = 1; from <= sourceDays; from *= 2) bounds.push({ from, to: from * 2 });
  const stay = (days: number) => 1 - Math.exp(-Math.min(days, sourceDays + 1) / 400);
  const counts = apportion(
    systems,
    bounds.map(({ from, to }) => stay(to) - stay(from)),
  );
  return bucketsOf(
    bounds.map((bound, i) => ({ ...bound, systems: counts[i] ?? 0 })),
    fewest,
  );
}

type CrossModel = Extract<Model, { kind: 'cross' }>;

/** Two fields that have nothing to do with each other. */
export function crossOf({ rows, columns }: CrossModel, { at, systems, fewest }: Moment): FiguresOf<'cross'> {
  const part = ({ first, last }: Use) => first + (last - first) * at;
  const rowCounts = apportion(systems, rows.map(part));
  const told = shown(
    rows.map(({ value }, i) => ({ value, systems: rowCounts[i] ?? 0 })),
    fewest,
  );
  return {
    suppressed: false,
    rows: told.values.map(({ value, systems: ofRow }) => {
      const counts = apportion(ofRow, columns.map(part));
      const { values: cells, other } = shown(
        columns.map((column, i) => ({ value: column.value, systems: counts[i] ?? 0 })),
        fewest,
      );
      return { value, systems: ofRow, cells, other };
    }),
    other: told.other,
  };
}
