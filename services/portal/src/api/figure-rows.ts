import type { PublishedFigure } from '@heliograph/schema';
import { figureNumbers, type Measure } from '@heliograph/schema/summaries';

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
  /** What `number` is; see docs/portal-api.md. */
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

/** All numbers of a figure, in a fixed order. */
export function figureRows(figure: PublishedFigure): FigureRow[] {
  const { figures: _, systems, of_systems, revision, final, computed_at, ...common } = figure;
  const nothing = { key: null, level: null, value: null, column: null, from: null, to: null };
  const counted = { systems, of_systems, revision, final, computed_at };
  return figureNumbers(figure).map(({ measure, number, ...said }) => ({
    ...common,
    ...nothing,
    ...said,
    measure,
    number,
    ...counted,
  }));
}
