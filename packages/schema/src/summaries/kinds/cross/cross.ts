import type { SummaryModule } from '../../contract/kind.ts';
import { valuesAt } from '../../counting/values-at.ts';
import { countCross } from './count.ts';
import { discloseCross } from './disclose.ts';
import type { CountedCross, CrossFigures, CrossSummary } from './shape.ts';

const MEASURES = ['row', 'cell', 'other'] as const;

/** How many systems have which two values together. */
export const cross: SummaryModule<CrossSummary, CountedCross, CrossFigures, (typeof MEASURES)[number]> = {
  count: countCross,
  contribution({ rows, columns, row_level, column_level }, report) {
    const [row] = valuesAt(report, rows);
    const [column] = valuesAt(report, columns);
    const counts = row === undefined || column === undefined ? [] : [`${String(row)} with ${String(column)}`];
    return { counts, levels: [row_level, column_level].filter((level) => level !== undefined) };
  },
  disclose(counted, of, threshold) {
    const figures = discloseCross(counted, of, threshold);
    return figures && { figures, systems: of };
  },
  measures: MEASURES,
  rows: ({ rows, other }) => [
    ...rows.flatMap(({ value, systems, cells, other: ofRow }) => [
      { measure: 'row' as const, value, number: systems },
      ...cells.map((cell) => ({ measure: 'cell' as const, value, column: cell.value, number: cell.systems })),
      { measure: 'other' as const, value, number: ofRow },
    ]),
    { measure: 'other', number: other },
  ],
  numbersOfSystems: [],
  words: {
    lead: 'How many systems have which two values together.',
    heading: 'On the last day',
    coverage: (some, all) => `${some} of ${all} systems have sent both`,
    describe: ({ rows, columns }) => [
      'How many systems have which value of ',
      { pointer: rows },
      ' together with which of ',
      { pointer: columns },
      '.',
    ],
    pointers: ({ rows, columns }) => [rows, columns],
    isWide: () => true,
  },
};
