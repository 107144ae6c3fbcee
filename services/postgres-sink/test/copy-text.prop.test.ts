import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyLine } from '../src/copy-text.ts';
import { COLUMNS, type Row } from '../src/rows.ts';

const UNESCAPED: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '\\': '\\' };

/** Reads one line of COPY's text format as its documentation says. */
function parse(line: string): string[] {
  expect(line.indexOf('\n')).toBe(line.length - 1);
  return line
    .slice(0, -1)
    .split('\t')
    .map((value) => value.replace(/\\(.)/gs, (_, letter: string) => UNESCAPED[letter] ?? letter));
}

const awkward = fc.string({ unit: fc.constantFrom('\\', '\t', '\n', '\r', 'n', '.', 'N', '"', 'ä', '\u0001') });
const rows: fc.Arbitrary<Row> = fc
  .tuple(...COLUMNS.map(() => fc.oneof(awkward, fc.string())))
  .map((values) => Object.fromEntries(COLUMNS.map((column, i) => [column, values[i] ?? ''])) as Row);

describe('copyLine', () => {
  it('reads back as the values that went in, whatever they hold', () => {
    fc.assert(
      fc.property(rows, (row) => {
        expect(parse(copyLine(row))).toEqual(COLUMNS.map((column) => row[column]));
      }),
    );
  });

  it('never writes the marks for null and for the end of the data', () => {
    fc.assert(
      fc.property(rows, (row) => {
        expect(copyLine(row)).not.toMatch(/(?:^|\t)\\[N.](?:\t|\n)/);
      }),
    );
  });
});
