import type { Aim, Measured, Table } from './bench.ts';
import type { Conditions } from './conditions.ts';

/** A part's tables and aims as Markdown, which is also what a terminal shows: its columns are aligned. */
export function render(title: string, { tables, aims }: Measured): string {
  const blocks = tables.map(({ title: name, columns, rows, note }) =>
    [`### ${name}`, ...(note === undefined ? [] : [note]), grid(columns, rows)].join('\n\n'),
  );
  return [`## ${title}`, ...blocks, ...(aims.length === 0 ? [] : [grid(AIM_COLUMNS, aims.map(aimRow))])].join('\n\n');
}

export function renderConditions(found: Conditions): string {
  const { at, node, platform, cpu, cores, memoryGiB } = found;
  const machine = `${cores} cores (${cpu}), ${memoryGiB} GiB, ${platform}, Node ${node}, everything on this one machine`;
  return `${at}: ${machine}.`;
}

const AIM_COLUMNS = ['aim', 'wanted', 'found', ''];
const aimRow = ({ what, aim, found, reached }: Aim) => [what, aim, found, reached ? 'reached' : 'missed'];

type Cell = Table['rows'][number][number];

function grid(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [columns, ...rows.map((row) => row.map(text))];
  const widths = columns.map((_, i) => Math.max(3, ...lines.map((line) => line[i]?.length ?? 0)));
  const isNumber = columns.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const pad = (cell: string, i: number) => (isNumber[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0));
  const rule = widths.map((width, i) => (isNumber[i] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  const [head = [], ...body] = lines;
  return [head.map(pad), rule, ...body.map((line) => line.map(pad))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** Three digits that mean something: 12,345 and 123 and 12.3 and 0.123. */
function text(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  if (!Number.isFinite(cell)) return '-';
  const decimals = Number.isInteger(cell) || cell >= 100 ? 0 : cell >= 10 ? 1 : cell >= 1 ? 2 : 3;
  return cell.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
