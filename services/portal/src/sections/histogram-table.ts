import type { Bucket } from '@heliograph/schema';
import { type Html, html } from '../site/html.ts';
import { formatPercent, formatRange, percentage } from '../site/numbers.ts';
import { formatNumber } from '../site/words.ts';

export interface HistogramTable {
  readonly caption: string;
  /** What the ranges are of. */
  readonly what: string;
  readonly buckets: readonly Bucket[];
  /** Systems of no range that is shown. */
  readonly other: number;
}

/** The numbers of a histogram. */
export function histogramTable({ caption, what, buckets, other }: HistogramTable): Html {
  const total = buckets.reduce((sum, { systems }) => sum + systems, other);
  const row = (name: string, n: number) =>
    html`<tr><th scope="row">${name}</th><td>${formatNumber(n)}</td><td>${formatPercent(percentage(n, total))}</td></tr>
`;
  return html`<details class="numbers"><summary>Table</summary>
<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table class="series"><caption>${caption}</caption>
<thead><tr><th scope="col">${what}</th><th scope="col">Systems</th><th scope="col">Share</th></tr></thead>
<tbody>
${buckets.map(({ from, to, systems }) => row(formatRange(from, to), systems))}${other === 0 ? undefined : row('not shown', other)}</tbody></table></div></details>`;
}
