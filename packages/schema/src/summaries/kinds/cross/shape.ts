import { z } from 'zod';
import { Pointer } from '../../../field.ts';
import type { VersionLevel } from '../../../version.ts';
import { named, type SummaryChecks, VersionLevelName } from '../../contract/definition.ts';
import { count, said, Value } from '../../contract/numbers.ts';

const definition = z
  .strictObject({
    ...named,
    kind: z.literal('cross'),
    rows: Pointer.describe('One of the fields, without a wildcard.'),
    columns: Pointer.describe('Another of the fields, without a wildcard.'),
    row_level: VersionLevelName.optional().describe('For rows of versions: how far to shorten them.'),
    column_level: VersionLevelName.optional().describe('For columns of versions: how far to shorten them.'),
  })
  .describe('How many systems have which two values together.');
export type CrossSummary = z.infer<typeof definition>;

/** `row` and `column` are values of two fields; what a row holds of columns that are not shown is its `other`. */
const Row = z.object({ value: z.string(), systems: count, cells: z.array(Value), other: count });

/** `other` are the systems of rows that are not shown, and those without one of the two. */
const figures = z.object({ ...said, rows: z.array(Row), other: count });
export type CrossFigures = z.infer<typeof figures>;

export const crossShape = {
  definition,
  figures,
  check(summary: CrossSummary, { reads, levels, at }: SummaryChecks) {
    const { rows, columns, row_level, column_level } = summary;
    const wild = (['rows', 'columns'] as const)
      .filter((key) => summary[key].split('/').includes('*'))
      .map((key) => at(key, `${summary[key]} has a wildcard: a system would be in several cells`));
    return [
      ...reads('rows', rows),
      ...reads('columns', columns),
      ...(rows === columns ? [at('columns', 'rows and columns are the same field')] : []),
      ...wild,
      ...levels('row_level', rows, row_level),
      ...levels('column_level', columns, column_level),
    ];
  },
};

export interface CountedCross {
  readonly kind: 'cross';
  readonly name: string;
  /** How far the versions of rows and of columns are shortened; null where they are not. */
  readonly row_level: VersionLevel | null;
  readonly column_level: VersionLevel | null;
  /**
   * Systems by both values, shortened to the levels asked for; empty ones are missing. Those that have neither value are
   * in none.
   */
  readonly cells: readonly Cell[];
}

export interface Cell {
  /** Null where a system has no value, or one too rare to be listed: always to be hidden. At most one of the two is null. */
  readonly row: string | null;
  readonly column: string | null;
  readonly systems: number;
}
