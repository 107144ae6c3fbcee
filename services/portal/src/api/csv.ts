import type { PublishedFigure } from '@heliograph/schema';
import { COLUMNS } from './columns.ts';
import { type FigureRow, figureRows } from './figure-rows.ts';

/** RFC 4180, with a header. */
const CSV_HEADER = `${COLUMNS.map(({ name }) => name).join(',')}\r\n`;

function csvLine(row: FigureRow): string {
  return `${COLUMNS.map(({ name }) => cell(row[name])).join(',')}\r\n`;
}

function cell(value: FigureRow[keyof FigureRow]): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = guarded(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Spreadsheets take a text that begins like this for a formula, and senders choose texts: an apostrophe before it makes it
 * a text. A text that begins with an apostrophe gets one more, so that taking off the first one gives back every text.
 * Source: OWASP, CSV injection.
 */
function guarded(text: string): string {
  return /^[=+\-@\t\r']/.test(text) ? `'${text}` : text;
}

/** The whole table, some hundred kilobytes at a time; `first` are figures that have been read already. */
export async function* csvText(
  pages: AsyncIterable<readonly PublishedFigure[]>,
  first: readonly PublishedFigure[] = [],
): AsyncGenerator<string> {
  yield CSV_HEADER;
  if (first.length > 0) yield csvLines(first);
  for await (const figures of pages) if (figures.length > 0) yield csvLines(figures);
}

const csvLines = (figures: readonly PublishedFigure[]) => figures.flatMap(figureRows).map(csvLine).join('');
