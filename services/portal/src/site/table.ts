import { type Html, html } from './html.ts';

export interface WideTable {
  /** Says what the table is of; no other table of the page has the same. */
  readonly caption: string;
  /** A column of numbers says so. */
  readonly columns: readonly (string | { readonly number: string })[];
  /** Each a `tr`. */
  readonly rows: readonly Html[];
}

/** A table that may be wider than a telephone: then it scrolls by itself, by the keyboard too. */
export function wideTable({ caption, columns, rows }: WideTable): Html {
  const heads = columns.map((column) =>
    typeof column === 'string'
      ? html`<th scope="col">${column}</th>`
      : html`<th scope="col" class="number">${column.number}</th>`,
  );
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows}</tbody></table></div>`;
}
