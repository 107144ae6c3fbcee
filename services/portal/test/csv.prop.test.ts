import { propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COLUMNS } from '../src/api/columns.ts';
import { csvText } from '../src/api/csv.ts';
import { figureRows } from '../src/api/figure-rows.ts';
import { aShare, aShareFigure } from './a-figure.ts';
import { readCsv } from './read-csv.ts';

/** All that is trouble for tables, spreadsheets and parsers. */
const awkward = fc.string({ unit: fc.constantFrom(...`=+-@'",;\t\r\n\\a1 é\u202e`), maxLength: 12 });

async function csvOf(figure: ReturnType<typeof aShareFigure>): Promise<string> {
  async function* pages() {
    yield [figure];
  }
  let text = '';
  for await (const part of csvText(pages())) text += part;
  return text;
}

describe('the table as CSV', () => {
  it('gives back every text, and has none that a spreadsheet takes for a formula', async () => {
    const property = fc.asyncProperty(
      fc.array(awkward, { minLength: 1, maxLength: 4 }),
      awkward,
      async (values, key) => {
        const figure = aShareFigure({}, [aShare({ key, values: values.map((value) => ({ value, systems: 10 })) })]);
        const [header, ...lines] = readCsv(await csvOf(figure));
        expect(header).toEqual(COLUMNS.map(({ name }) => name));
        const column = COLUMNS.findIndex(({ name }) => name === 'value');
        const cells = lines.filter((line) => line.includes('value')).map((line) => line[column] ?? '');
        expect(cells.map((cell) => cell.replace(/^'/, ''))).toEqual(values);
        for (const line of lines) for (const cell of line) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        expect(lines).toHaveLength(figureRows(figure).length);
      },
    );
    await fc.assert(property, { numRuns: propertyRuns(100) });
  });

  it('leaves numbers below zero as they are', async () => {
    const figure = aShareFigure({}, [aShare({ other: -1 })]);
    expect(await csvOf(figure)).toContain(',other,,,,,-1,');
  });
});
