/** What becomes of reports as figures: for the service that counts, the pages that show, and the preview of a definition. */
export { type DayKey, dayParameters, OF_DAY, type RunQuery, type SourceKey } from './summaries/counting/day.ts';
export { figureNumbers } from './summaries/figure-rows.ts';
export { countActivity } from './summaries/kinds/systems/count.ts';
export { countUnregistered } from './summaries/kinds/unregistered/count.ts';
export {
  type Counted,
  type CountedOf,
  FIGURE_KINDS,
  type FiguresOf,
  MEASURES,
  type Measure,
} from './summaries/kinds.ts';
export { contributionTo, countSummary, wordsOf } from './summaries/of-summary.ts';
export { type Figure, toFigure } from './summaries/to-figure.ts';
