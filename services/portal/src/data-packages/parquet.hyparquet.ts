import { fileWriter, parquetWriteRows, type SchemaElement } from 'hyparquet-writer';
import { COLUMNS, type Column, type ColumnType } from '../api/columns.ts';
import type { FigureRow } from '../api/figure-rows.ts';

/** Some 5 MB in memory; a reader takes a group at a time as well. */
const ROWS_A_GROUP = 10_000;

const TYPES: Readonly<Record<ColumnType, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  date: { type: 'INT32', converted_type: 'DATE' },
  datetime: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  integer: { type: 'INT32' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
};

const SCHEMA: SchemaElement[] = [
  { name: 'root', num_children: COLUMNS.length },
  ...COLUMNS.map(({ name, type, required }): SchemaElement => {
    return { name, ...TYPES[type], repetition_type: required ? 'REQUIRED' : 'OPTIONAL' };
  }),
];

/** Writes a table of figures to a new file; of the same rows it makes the same bytes. */
export async function writeParquet(path: string, figures: AsyncIterable<readonly FigureRow[]>): Promise<void> {
  await parquetWriteRows({
    writer: fileWriter(path),
    rows: parquetRows(figures),
    columns: COLUMNS.map(({ name }) => ({ name })),
    schema: SCHEMA,
    rowGroupSize: ROWS_A_GROUP,
    createdBy: 'heliograph',
  });
}

async function* parquetRows(pages: AsyncIterable<readonly FigureRow[]>) {
  for await (const rows of pages)
    for (const row of rows) yield Object.fromEntries(COLUMNS.map((column) => [column.name, cellOf(column, row)]));
}

function cellOf({ name, type }: Column, row: FigureRow): unknown {
  const value = row[name];
  return (type === 'date' || type === 'datetime') && typeof value === 'string' ? new Date(value) : value;
}
