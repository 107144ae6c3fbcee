import { describe, expect, it } from 'vitest';
import { discloseCross } from '../../src/summaries/kinds/cross/disclose.ts';
import type { Cell } from '../../src/summaries/kinds/cross/shape.ts';
import type { VersionLevel } from '../../src/version.ts';

const cell = (row: string | null, column: string | null, systems: number): Cell => ({ row, column, systems });

const cross = (cells: Cell[], of: number, row_level: VersionLevel | null = null) =>
  discloseCross({ kind: 'cross', name: 'c', row_level, column_level: null, cells }, of, 11);

const whole = [cell('a', 'x', 40), cell('a', 'y', 30), cell('b', 'x', 20), cell('b', 'y', 25)];

describe('a cross, where eleven are enough', () => {
  it('is told whole where each cell is nobody or enough', () => {
    expect(cross(whole, 115)).toEqual({
      rows: [
        {
          value: 'a',
          systems: 70,
          cells: [
            { value: 'x', systems: 40 },
            { value: 'y', systems: 30 },
          ],
          other: 0,
        },
        {
          value: 'b',
          systems: 45,
          cells: [
            { value: 'y', systems: 25 },
            { value: 'x', systems: 20 },
          ],
          other: 0,
        },
      ],
      other: 0,
    });
    expect(cross([cell('a', 'x', 40), cell('b', 'y', 30)], 70)).toMatchObject({
      rows: [
        { value: 'a', cells: [{ value: 'x', systems: 40 }] },
        { value: 'b', cells: [{ value: 'y', systems: 30 }] },
      ],
    });
  });

  it('is not told at all where one cell of four is too small', () => {
    expect(cross([...whole.slice(0, 3), cell('b', 'y', 3)], 93)).toBeUndefined();
    expect(cross([], 100)).toBeUndefined();
  });

  it('joins the smallest rows and columns until each cell is enough', () => {
    const cells = [...whole, cell('c', 'x', 3), cell('c', 'y', 12), cell('d', 'x', 12), cell('d', 'y', 14)];
    const told = cross(cells, 156);
    expect(told?.rows.map(({ value }) => value)).toEqual(['a', 'b']);
    expect(told?.other).toBe(41);
  });

  it('has those that lack one of the two among the others', () => {
    const told = cross([...whole, cell('a', null, 12), cell(null, 'y', 15)], 154);
    expect(told?.rows.map(({ value, systems, other }) => [value, systems, other])).toEqual([
      ['a', 82, 12],
      ['b', 45, 0],
    ]);
    expect(told?.other).toBe(27);
  });

  it('shows no row that the share of its field does not', () => {
    // Of 1.0, few have 1.0.1: neither it nor 1.0.0 is shown at this level.
    const cells = [cell('1.0.0', 'x', 40), cell('1.0.1', 'x', 3), cell('2.0.0', 'x', 30), cell('2.1.0', 'x', 35)];
    expect(cross(cells, 108, 'x.y.z')?.rows.map(({ value }) => value)).toEqual(['2.1.0', '2.0.0']);
    expect(cross(cells, 108)?.rows.map(({ value }) => value)).toEqual(['1.0.0', '2.1.0']);
  });
});
