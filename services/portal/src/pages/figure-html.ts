import type { Share, Statistics } from '../figures.ts';
import type { PublishedSummary } from '../summary-store.ts';
import { type Html, html } from './html.ts';

const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
export const formatNumber = (value: number) => numbers.format(value);
const percent = (part: number, whole: number) => (100 * part) / Math.max(1, whole);

/** A summary as a heading and tables. That of kind `systems` has nothing to show but its number, which stands elsewhere. */
export function figureHtml(summary: PublishedSummary, minimum: number): Html {
  const { name, figures, systems, of_systems } = summary;
  if (summary.kind === 'systems') return html``;
  const heading = html`<h3>${name.replaceAll('_', ' ')}</h3>`;
  if (figures.suppressed)
    return html`${heading}<p class="quiet">Fewer than ${minimum} systems have sent this, so nothing is said about them.</p>`;
  const { shares = [], statistics = [] } = figures;
  const nothing = shares.length + statistics.length === 0;
  return html`${heading}
<p class="quiet">${formatNumber(systems ?? 0)} of ${formatNumber(of_systems ?? 0)} systems have sent this.</p>
${nothing ? html`<p class="quiet">No part of it has at least ${minimum} systems.</p>` : undefined}
${shares.map((share, i) => (isFinerThan(share, shares[i - 1]) ? folded(share) : shareTable(share)))}
${statistics.map(statisticsTable)}`;
}

const isFinerThan = (share: Share, before: Share | undefined) => before !== undefined && before.key === share.key;

function folded(share: Share): Html {
  return html`<details><summary>By ${share.level ?? 'value'}</summary>${shareTable(share)}</details>`;
}

function shareTable({ key, systems, values, other }: Share): Html {
  const rows = values.map(({ value, systems: n }) => shareRow(value === '' ? '(empty)' : value, n, systems));
  return html`<table>
${key === null ? undefined : html`<caption>${key}: ${formatNumber(systems)} systems</caption>`}
<thead><tr><th scope="col">Value</th><th scope="col" class="number">Systems</th><th scope="col" class="number">Share</th><td></td></tr></thead>
<tbody>${rows}${other === 0 ? undefined : shareRow('all others together', other, systems)}</tbody>
</table>`;
}

function shareRow(label: string, n: number, systems: number): Html {
  return html`<tr><th scope="row" class="value">${label}</th><td class="number">${formatNumber(n)}</td><td class="number">${percent(n, systems).toFixed(1)} %</td><td>${bar(n, systems)}</td></tr>
`;
}

function statisticsTable(statistics: Statistics): Html {
  const { key, systems, histogram } = statistics;
  const columns = [
    ['Mean', statistics.mean],
    ['5th percentile', statistics.p5],
    ['25th', statistics.p25],
    ['Median', statistics.median],
    ['75th', statistics.p75],
    ['95th', statistics.p95],
  ] as const;
  const rows = histogram.map(
    ({
      from,
      to,
      systems: n,
    }) => html`<tr><th scope="row" class="value">${range(from, to)}</th><td class="number">${formatNumber(n)}</td><td>${bar(n, systems)}</td></tr>
`,
  );
  const terms = columns.map(([label, value]) => html`<div><dt>${label}</dt><dd>${formatNumber(value)}</dd></div>`);
  return html`${key === null ? undefined : html`<p>${key}: ${formatNumber(systems)} systems</p>`}
<dl class="numbers">${terms}</dl>
<table>
<thead><tr><th scope="col">Range</th><th scope="col" class="number">Systems</th><td></td></tr></thead>
<tbody>${rows}</tbody>
</table>`;
}

function range(from: number | null, to: number | null): string {
  if (from === null) return to === null ? 'any' : `below ${formatNumber(to)}`;
  return to === null ? `${formatNumber(from)} and more` : `${formatNumber(from)} to below ${formatNumber(to)}`;
}

/** The number stands beside it, so that nobody has to read the bar. */
function bar(n: number, systems: number): Html {
  return html`<svg aria-hidden="true"><rect width="${percent(n, systems).toFixed(1)}%" height="100%"/></svg>`;
}
