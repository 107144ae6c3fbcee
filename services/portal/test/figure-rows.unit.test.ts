import type { PublishedFigure } from '@heliograph/schema';
import { MEASURES } from '@heliograph/schema/summaries';
import { describe, expect, it } from 'vitest';
import { COLUMNS } from '../src/api/columns.ts';
import { figureRows } from '../src/api/figure-rows.ts';
import {
  aCrossFigure,
  anAgeFigure,
  anUnregisteredFigure,
  aShare,
  aShareFigure,
  aStatisticsFigure,
  aSuppressedFigure,
  aSystemsFigure,
} from './a-figure.ts';

/** What a row says beside what all rows of the figure say. */
const said = (figure: PublishedFigure) =>
  figureRows(figure).map(({ measure, key, level, value, column, from, to, number }) =>
    [measure, key, level, value, column, from, to]
      .filter((part) => part !== null)
      .concat(['=', number ?? 'few'])
      .join(' '),
  );

describe('the rows of a figure', () => {
  it('of systems', () => {
    const of = ['active = 40', 'new = 5', 'returning = 3', 'continuing = 32', 'gone = 4'];
    expect(said(aSystemsFigure())).toEqual(of);
    expect(said(aSystemsFigure({ period: 'week' }, { persistent: 30, new: null }))).toEqual([
      'active = 40',
      'new = few',
      ...of.slice(2),
      'persistent = 30',
    ]);
  });

  it('of shares, by key and level', () => {
    const shares = [aShare({ level: 'x.y' }), aShare({ key: 'rpm', values: [], other: 30, absent: null })];
    expect(said(aShareFigure({}, shares))).toEqual([
      'systems x.y = 30',
      'value x.y 3.21 = 20',
      'other x.y = 10',
      'absent x.y = 10',
      'systems rpm = 30',
      'other rpm = 30',
      'absent rpm = few',
    ]);
  });

  it('of statistics', () => {
    expect(said(aStatisticsFigure())).toEqual([
      ...['systems = 30', 'mean = 4.5', 'p5 = 2', 'p25 = 3', 'median = 4', 'p75 = 6', 'p95 = 8'],
      ...['bucket 2 4 = 12', 'bucket 4 8 = 18', 'other = 0'],
    ]);
  });

  it('of ages, of two values together, and of what is not registered', () => {
    expect(said(anAgeFigure())).toEqual(['bucket 0 4 = 15', 'bucket 4 64 = 25']);
    expect(said(aCrossFigure())).toEqual(['row 3.21 = 30', 'cell 3.21 cloud = 20', 'other 3.21 = 10', 'other = 10']);
    expect(said(anUnregisteredFigure())).toEqual(['value /secret_colour = 20', 'other = 0']);
  });

  it('of which too few are known: one that says so', () => {
    for (const kind of ['systems', 'share', 'statistics', 'age', 'cross', 'unregistered'] as const)
      expect(said(aSuppressedFigure(kind))).toEqual(['suppressed = few']);
  });

  it('have all columns and no more, and only the measures that are documented', () => {
    const figures = [
      aSystemsFigure({ period: 'week' }),
      aShareFigure(),
      aStatisticsFigure(),
      anAgeFigure(),
      aCrossFigure(),
    ];
    const rows = [...figures, aSuppressedFigure('share')].flatMap(figureRows);
    for (const row of rows) expect(Object.keys(row).toSorted()).toEqual(COLUMNS.map(({ name }) => name).toSorted());
    expect(new Set(rows.map(({ measure }) => measure))).toEqual(new Set(MEASURES));
  });
});
