import { colourClass, type Series } from '../charts/series.ts';
import { type Html, html } from '../site/html.ts';

export interface LegendEntry {
  readonly series: Series;
  readonly name: Html | string;
  /** What it is now. */
  readonly value?: string | undefined;
}

/** The colours of a chart by name, with what each is now. */
export function legend(entries: readonly LegendEntry[]): Html {
  const items = entries.map(
    ({ series, name, value }) =>
      html`<li class="${colourClass(series)}" data-series="${series}">${name}${value === undefined ? undefined : html` <b>${value}</b>`}</li>
`,
  );
  return html`<ul class="legend">
${items}</ul>`;
}
