import type { Content } from '@heliograph/html';
import { formatNumber } from './format.ts';

/** A number is aligned with those above and below it. */
type Cell = Content | { readonly number: number | null };

export interface TableProperties {
  /** What the table is of; no other table of the page has the same. */
  readonly caption: string;
  /** The name of the region that scrolls, if it is not the caption. */
  readonly label?: string;
  readonly class?: string;
  /** A column of numbers says so. */
  readonly columns: readonly (string | { readonly number: string })[];
  /** The first cell of each row names it. */
  readonly rows: readonly (readonly [Content, ...Cell[]])[];
}

/** A table that may be wider than a phone: then it scrolls by itself, by the keyboard too. */
export function Table({ caption, label = caption, class: className, columns, rows }: TableProperties) {
  return (
    <ScrollRegion label={label}>
      <table class={className}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) =>
              typeof column === 'string' ? (
                <th scope="col">{column}</th>
              ) : (
                <th scope="col" class="number">
                  {column.number}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr>
              <th scope="row">{name}</th>
              {cells.map(dataCell)}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function dataCell(cell: Cell) {
  if (typeof cell !== 'object' || cell === null || !('number' in cell)) return <td>{cell}</td>;
  return <td class="number">{cell.number === null ? '–' : formatNumber(cell.number)}</td>;
}

/** What is wider than the page scrolls by itself, by the keyboard too. */
export const ScrollRegion = ({ label, children }: { readonly label: string; readonly children: Content }) => (
  <section class="wide" tabindex="0" aria-label={label}>
    {children}
  </section>
);

/** The numbers of a chart, to be opened. */
export const NumbersOf = ({ children }: { readonly children: Content }) => (
  <details class="numbers">
    <summary>Table</summary>
    {children}
  </details>
);
