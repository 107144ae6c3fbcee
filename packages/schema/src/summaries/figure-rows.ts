import type { Period } from '../period.ts';
import type { FigureNumber } from './contract/kind.ts';
import { FIGURE_KINDS, type FiguresOf, type Measure } from './kinds.ts';
import type { FigureKind, PublishedFigure } from './shapes.ts';

/** All numbers of a figure, in a fixed order; of a suppressed one a single row without a number. */
export function figureNumbers({ kind, figures, period }: PublishedFigure): FigureNumber<Measure>[] {
  return figures.suppressed
    ? [{ measure: 'suppressed', number: null }]
    : numbersOf(kind, figures as FiguresOf<typeof kind>, period);
}

function numbersOf<K extends FigureKind>(kind: K, figures: FiguresOf<K>, period: Period): FigureNumber<Measure>[] {
  return FIGURE_KINDS[kind].rows(figures, period);
}
