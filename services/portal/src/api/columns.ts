import { FIGURE_KINDS } from '@heliograph/schema/summaries';
import type { FigureRow } from './figure-rows.ts';

const KINDS = `${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(Object.keys(FIGURE_KINDS))}.`;

/** Types of Table Schema (Data Package v2). */
export type ColumnType = 'string' | 'date' | 'datetime' | 'integer' | 'number' | 'boolean';

export interface Column {
  readonly name: keyof FigureRow;
  readonly type: ColumnType;
  /** Whether there is always a value. */
  readonly required: boolean;
  readonly description: string;
}

const column = (name: keyof FigureRow, type: ColumnType, description: string): Column => ({
  name,
  type,
  required: true,
  description,
});
const optional = (name: keyof FigureRow, type: ColumnType, description: string): Column => ({
  ...column(name, type, description),
  required: false,
});

/** The columns of the table of figures, in order: of CSV, of Parquet and of their descriptions. */
export const COLUMNS: readonly Column[] = [
  column('application', 'string', 'The product that reported.'),
  column('telemetry_type', 'string', 'Which of its reports.'),
  column('channel', 'string', 'production or development.'),
  column('period', 'string', 'day, week (from its Monday) or month; in UTC.'),
  column('start', 'date', 'The first day of the period.'),
  column('name', 'string', 'The name of the figure.'),
  column('kind', 'string', KINDS),
  optional('key', 'string', 'Of a map its key, of a list its member, which the number is about.'),
  optional('level', 'string', 'Of versions: x.y or x.y.z, how far they are shortened.'),
  column('measure', 'string', 'What the number is.'),
  optional('value', 'string', 'Which value; of a cross, the value of its row.'),
  optional('column', 'string', 'Of a cell of a cross, the value of its column.'),
  optional('from', 'number', 'Of a bucket: the number it begins with, included; nothing: open.'),
  optional('to', 'number', 'Of a bucket: the number it ends before; nothing: open.'),
  optional('number', 'number', 'The number itself; nothing where too few systems stand behind it.'),
  optional('systems', 'integer', 'Of how many systems the figure speaks; nothing where too few to say.'),
  optional('of_systems', 'integer', 'Of how many that reported in the period; nothing where too few to say.'),
  column('revision', 'integer', 'How often the figure has been published: 1 at first.'),
  column('final', 'boolean', 'Whether it will never change again.'),
  column('computed_at', 'datetime', 'When it was computed, in UTC.'),
];
