/** How many colours there are; a chart with more series begins again. */
export const COLOURS = 8;

/** What the legend and the page's script know a series by: its place, all others together, or one of two bands around a median. */
export type Series = number | 'others' | 'inner' | 'outer';

/** The class that gives it its colour. */
export const colourClass = (series: Series): string => (typeof series === 'number' ? `s${series % COLOURS}` : series);
