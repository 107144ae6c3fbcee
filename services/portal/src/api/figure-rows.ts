import type { Bucket, PublishedFigure } from '@heliograph/schema';

/** What a row's `number` is; see docs/portal-api.md. */
export const MEASURES = [
  'active',
  'new',
  'returning',
  'continuing',
  'gone',
  'persistent',
  'systems',
  'value',
  'other',
  'absent',
  'mean',
  'p5',
  'p25',
  'median',
  'p75',
  'p95',
  'bucket',
  'row',
  'cell',
  'suppressed',
] as const;
type Measure = (typeof MEASURES)[number];

/** One number of a figure, with all that says what it is: published figures as one table. */
export interface FigureRow {
  readonly application: string;
  readonly telemetry_type: string;
  readonly channel: string;
  readonly period: string;
  readonly start: string;
  readonly name: string;
  readonly kind: string;
  readonly key: string | null;
  readonly level: string | null;
  readonly measure: Measure;
  readonly value: string | null;
  readonly column: string | null;
  readonly from: number | null;
  readonly to: number | null;
  /** Systems, but for mean, median and percentiles. Null where too few systems stand behind it. */
  readonly number: number | null;
  readonly systems: number | null;
  readonly of_systems: number | null;
  readonly revision: number;
  readonly final: boolean;
  readonly computed_at: string;
}

type Said = Partial<Pick<FigureRow, 'key' | 'level' | 'value' | 'column' | 'from' | 'to'>> &
  Pick<FigureRow, 'measure' | 'number'>;

/** All numbers of a figure, in a fixed order. */
export function figureRows(figure: PublishedFigure): FigureRow[] {
  const { figures: _, systems, of_systems, revision, final, computed_at, ...common } = figure;
  const nothing = { key: null, level: null, value: null, column: null, from: null, to: null };
  const counted = { systems, of_systems, revision, final, computed_at };
  return saidBy(figure).map(({ measure, number, ...said }) => ({
    ...common,
    ...nothing,
    ...said,
    measure,
    number,
    ...counted,
  }));
}

const SYSTEMS = ['active', 'new', 'returning', 'continuing', 'gone', 'persistent'] as const;
const NUMBERS = ['mean', 'p5', 'p25', 'median', 'p75', 'p95'] as const;

function saidBy(figure: PublishedFigure): Said[] {
  if (figure.figures.suppressed) return [{ measure: 'suppressed', number: null }];
  switch (figure.kind) {
    case 'systems': {
      const { figures, period } = figure;
      return SYSTEMS.filter((measure) => measure !== 'persistent' || period !== 'day').map((measure) => ({
        measure,
        number: figures[measure],
      }));
    }
    case 'share':
      return figure.figures.shares.flatMap(({ key, level, systems, values, other, absent }) => [
        { key, level, measure: 'systems', number: systems },
        ...values.map(({ value, systems: number }) => ({ key, level, measure: 'value' as const, value, number })),
        { key, level, measure: 'other', number: other },
        { key, level, measure: 'absent', number: absent },
      ]);
    case 'statistics':
      return figure.figures.statistics.flatMap((statistics) => {
        const { key, systems, histogram, other } = statistics;
        return [
          { key, measure: 'systems', number: systems },
          ...NUMBERS.map((measure) => ({ key, measure, number: statistics[measure] })),
          ...buckets(histogram, key),
          { key, measure: 'other' as const, number: other },
        ];
      });
    case 'age':
      return buckets(figure.figures.buckets, null);
    case 'cross':
      return [
        ...figure.figures.rows.flatMap(({ value, systems, cells, other }) => [
          { measure: 'row' as const, value, number: systems },
          ...cells.map((cell) => ({ measure: 'cell' as const, value, column: cell.value, number: cell.systems })),
          { measure: 'other' as const, value, number: other },
        ]),
        { measure: 'other', number: figure.figures.other },
      ];
    case 'unregistered':
      return [
        ...figure.figures.values.map(({ value, systems }) => ({ measure: 'value' as const, value, number: systems })),
        { measure: 'other', number: figure.figures.other },
      ];
    default:
      return figure satisfies never;
  }
}

function buckets(of: readonly Bucket[], key: string | null): Said[] {
  return of.map(({ from, to, systems }) => ({ key, measure: 'bucket', from, to, number: systems }));
}
