import type { CrossFigures, Definition, Summary } from '@heliograph/schema';
import { inOrder, MOST_SERIES } from '../figures/share-series.ts';
import { newest, said } from '../figures/timeline.ts';
import { type Html, html } from '../site/html.ts';
import { percentage } from '../site/numbers.ts';
import { valueHtml } from '../site/sent-value.ts';
import { dayInWords, formatNumber, titleOf } from '../site/words.ts';
import { type FigureView, figureFrame } from './figure-frame.ts';

/** Of a table: on the page of the source, and on that of the figure. The API has all. */
const MOST_ROWS = { small: 12, large: 100 };
const MOST_COLUMNS = { small: MOST_SERIES.small, large: 30 };
/** How many shades there are in the stylesheet, beside none. */
const SHADES = 5;

/** Which two values systems have together: a table whose cells are the darker, the larger their part of the row. */
export function crossSection(figure: FigureView<Extract<Summary, { kind: 'cross' }>>): Html {
  const track = figure.data.track(figure.summary.name);
  const now = newest(track);
  const cross = said('cross', now);
  if (now === undefined || cross === undefined || cross.rows.length === 0)
    return figureFrame(figure, track, html`<p class="quiet">No part of it can be shown in this range.</p>`);
  return figureFrame(figure, track, heatMap(figure, cross, now.start));
}

function heatMap(
  { definition, summary, large }: FigureView<Extract<Summary, { kind: 'cross' }>>,
  cross: CrossFigures,
  day: string,
): Html {
  const size = large ? 'large' : 'small';
  const named = (pointer: string) => fieldTitle(definition, pointer);
  const columns = inOrder(columnsOf(cross).slice(0, MOST_COLUMNS[size]));
  const rows = cross.rows.slice(0, MOST_ROWS[size]);
  const left = cross.rows.slice(rows.length).reduce((sum, row) => sum + row.systems, cross.other);
  const caption = `Systems by ${named(summary.rows)} (rows) and ${named(summary.columns)} (columns) on ${dayInWords(day)}; in brackets the part of the row`;
  const body = rows.map(({ value, systems, cells }) => {
    const counts = columns.map((column) => cells.find((cell) => cell.value === column)?.systems ?? 0);
    const shown = counts.reduce((sum, n) => sum + n, 0);
    return html`<tr><th scope="row">${valueHtml(value)}</th>${[...counts, systems - shown].map((n) => heatCell(n, systems))}<td>${formatNumber(systems)}</td></tr>
`;
  });
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table class="series heat">
<caption>${caption}</caption>
<thead><tr><td></td>${columns.map((column) => html`<th scope="col">${valueHtml(column)}</th>`)}<th scope="col">Others</th><th scope="col">Together</th></tr></thead>
<tbody>
${body}</tbody></table></div>
${left === 0 ? undefined : html`<p class="quiet">${formatNumber(left)} more systems have other values, or only one of the two.</p>`}`;
}

function heatCell(n: number, row: number): Html {
  if (n === 0) return html`<td class="h0">–</td>`;
  const part = percentage(n, row);
  return html`<td class="h${Math.min(SHADES, 1 + Math.floor((part * SHADES) / 100))}">${formatNumber(n)} <small>(${part.toFixed(0)} %)</small></td>`;
}

/** What the page calls a field: as the figure that counts its values, or by where it stands. */
function fieldTitle({ summaries }: Definition, pointer: string): string {
  const share = summaries.find((summary) => summary.kind === 'share' && summary.field === pointer);
  return share === undefined ? pointer.slice(1).replaceAll(/[/_]/g, ' ') : titleOf(share);
}

/** Of all rows together, the most frequent first. */
function columnsOf({ rows }: CrossFigures): string[] {
  const totals = new Map<string, number>();
  for (const { value, systems } of rows.flatMap(({ cells }) => cells))
    totals.set(value, (totals.get(value) ?? 0) + systems);
  return [...totals].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([value]) => value);
}
