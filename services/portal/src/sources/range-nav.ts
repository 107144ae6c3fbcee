import { neighbours, RANGES, type Range, type View, viewQuery } from '../figures/range.ts';
import type { SourceData } from '../figures/source-data.ts';
import { type Html, html } from '../site/html.ts';
import { dayInWords } from '../site/words.ts';

const NAMES: Readonly<Record<Range, string>> = {
  week: 'Week',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
  all: 'All',
};

/** What part of time is shown, and the ways to others. `path` is the page's; each link keeps the rest of the view. */
export function rangeNav(path: string, view: View, { window, extent }: SourceData): Html {
  const link = (to: View, text: Html | string, attributes?: Html) =>
    html`<li><a href="${path}${viewQuery(to)}"${attributes}>${text}</a></li>`;
  const ranges = RANGES.map((range) =>
    link({ ...view, range }, NAMES[range], range === view.range ? html` aria-current="true"` : undefined),
  );
  const { earlier, later } = neighbours(view, window, extent);
  return html`<nav class="choice range" aria-label="Range"><span>Range</span><ul>${ranges}</ul>
<ul>${earlier && link(earlier, 'Earlier', html` rel="prev"`)}${later && link(later, 'Later', html` rel="next"`)}${view.to === undefined ? undefined : link({ ...view, to: undefined }, 'Newest')}</ul>
<span class="quiet">${dayInWords(window.from)} to ${dayInWords(window.to)}</span></nav>`;
}
