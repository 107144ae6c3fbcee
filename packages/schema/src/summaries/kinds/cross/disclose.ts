import type { VersionLevel } from '../../../version.ts';
import { coarserThan } from '../../disclosure/coarser-levels.ts';
import { disclose, sum } from '../../disclosure/disclose.ts';
import { byFrequency } from '../../disclosure/overlapping.ts';
import { isSafe } from '../../disclosure/threshold.ts';
import type { Cell, CountedCross, CrossFigures } from './shape.ts';

type Told = Omit<CrossFigures, 'suppressed'>;

/** A value of a row or a column, and how many systems have it; null for those that have none. */
interface Margin {
  readonly value: string | null;
  readonly systems: number;
}

/** The values of rows and columns that are shown; all others are one row, and one column. */
interface Frame {
  readonly rows: ReadonlyMap<string, number>;
  readonly columns: ReadonlyMap<string, number>;
}

/**
 * What may be told of how `of` systems are spread over pairs of values, or undefined if nothing may be. Cells are not
 * suppressed, which would leave their sums to subtract from. Rows and columns are: those that the shares of the two fields do
 * not show, and then the smallest of both, up to the same number, until each cell of what remains, that of all other rows and
 * columns included, is nobody or enough.
 */
export function discloseCross(counted: CountedCross, of: number, threshold: number): Told | undefined {
  const neither: Cell = { row: null, column: null, systems: of - sum(counted.cells) };
  const cells = [...counted.cells, neither];
  const rows = shownOf(marginOf(cells, 'row'), counted.row_level, threshold);
  const columns = shownOf(marginOf(cells, 'column'), counted.column_level, threshold);
  const cuts = new Set([0, ...rows.values(), ...columns.values()]);
  for (const cut of [...cuts].toSorted((a, b) => a - b)) {
    const frame = { rows: above(cut, rows), columns: above(cut, columns) };
    if (frame.rows.size === 0 || frame.columns.size === 0) return undefined;
    const table = collapse(cells, frame);
    const isTold = table.values().every((row) => row.values().every((systems) => isSafe(systems, threshold)));
    if (isTold) return tell(table, frame, of);
  }
  return undefined;
}

function marginOf(cells: readonly Cell[], of: 'row' | 'column'): Margin[] {
  const margin = new Map<string | null, number>();
  for (const cell of cells) margin.set(cell[of], (margin.get(cell[of]) ?? 0) + cell.systems);
  return [...margin].map(([value, systems]) => ({ value, systems }));
}

/** What the share of the field shows of its values, by the same rule. */
function shownOf(margin: readonly Margin[], level: VersionLevel | null, threshold: number): Map<string, number> {
  const parents = coarserThan(level).map(
    (parent) =>
      ({ value }: Margin) =>
        value === null ? null : parent({ value }),
  );
  const shown = disclose(margin, threshold, parents);
  return new Map(shown.flatMap(({ value, systems }) => (value === null ? [] : [[value, systems]])));
}

const above = (cut: number, margin: ReadonlyMap<string, number>) => new Map([...margin].filter(([, n]) => n > cut));

/** By row and column; null for all that the frame does not show. */
type Table = ReadonlyMap<string | null, ReadonlyMap<string | null, number>>;

function collapse(cells: readonly Cell[], { rows, columns }: Frame): Table {
  const table = new Map<string | null, Map<string | null, number>>();
  const shown = (value: string | null, margin: ReadonlyMap<string, number>) =>
    value !== null && margin.has(value) ? value : null;
  for (const { row, column, systems } of cells) {
    const inRow = table.get(shown(row, rows)) ?? new Map<string | null, number>();
    const at = shown(column, columns);
    table.set(shown(row, rows), inRow.set(at, (inRow.get(at) ?? 0) + systems));
  }
  return table;
}

function tell(table: Table, { rows }: Frame, of: number): Told {
  const told = [...rows].map(([value, systems]) => {
    const cells = [...(table.get(value) ?? [])].flatMap(([column, n]) =>
      column === null || n === 0 ? [] : [{ value: column, systems: n }],
    );
    return { value, systems, cells: cells.toSorted(byFrequency), other: table.get(value)?.get(null) ?? 0 };
  });
  return { rows: told.toSorted(byFrequency), other: of - sum(told) };
}
