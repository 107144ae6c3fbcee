import type { Track } from '../figures/timeline.ts';
import { type Html, html } from '../site/html.ts';

export interface SeriesTable {
  /** Of the chart that it stands behind: the page's script reads the values from here. */
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Html[];
  readonly track: Track;
  /** Whether the last column is the whole that the others are parts of. */
  readonly parts?: boolean;
  /** What stands in the columns at a position; undefined where nothing is said. */
  cells(position: number): readonly string[] | undefined;
}

/** The numbers of a chart, newest first. */
export function seriesTable({ id, caption, columns, track, parts = false, cells }: SeriesTable): Html {
  const rows = track.timeline.starts.map((start, i) => {
    const figure = track.figures[i];
    const marks = [
      ...(figure !== undefined && figure.revision > 1 ? ['revised'] : []),
      ...(figure !== undefined && !figure.final ? ['not final'] : []),
    ];
    const noted = marks.length === 0 ? undefined : html` <small>${marks.join(', ')}</small>`;
    const values = cells(i);
    const why = figure === undefined ? 'nothing published' : 'too few systems';
    // Without end tags, which HTML can do without here: there are some ten thousand cells in a page.
    return html`<tr><th scope="row">${start}${noted}${values === undefined ? html`<td class="none" colspan="${columns.length}">${why}` : values.map((value) => html`<td>${value}`)}
`;
  });
  return html`<details class="numbers"><summary>Table</summary>
<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table class="series" id="${id}-table"${parts ? html` data-parts` : undefined}>
<caption>${caption}</caption>
<thead><tr><th scope="col">${PERIODS[track.timeline.period]}</th>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows.toReversed()}</tbody></table></div></details>`;
}

const PERIODS = { day: 'Day', week: 'Week from', month: 'Month from' } as const;
