import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { count } from '../../src/summaries/contract/numbers.ts';
import { figureNumbers } from '../../src/summaries/figure-rows.ts';
import { FIGURE_KINDS, MEASURES, SUMMARY_KINDS } from '../../src/summaries/kinds.ts';
import { contributionTo, wordsOf } from '../../src/summaries/of-summary.ts';
import { PublishedFigure, Summary } from '../../src/summaries/shapes.ts';

/** Members of a shape that hold a number of systems, at any depth. */
function countMembers(schema: unknown, name = ''): string[] {
  if (schema === count) return [name];
  if (schema instanceof z.ZodNullable) return countMembers(schema.unwrap(), name);
  if (schema instanceof z.ZodArray) return countMembers(schema.element);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => countMembers(option));
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([member, of]) => countMembers(of, member));
}

describe('kinds of summaries', () => {
  it('are the same in the shapes and in what is done with them', () => {
    const kindsIn = ({ options }: { options: readonly { shape: { kind: z.ZodLiteral<string> } }[] }) =>
      options.map(({ shape }) => shape.kind.value);
    expect(kindsIn(PublishedFigure)).toEqual(Object.keys(FIGURE_KINDS));
    expect(kindsIn(Summary)).toEqual(Object.keys(SUMMARY_KINDS).filter((kind) => kind !== 'unregistered'));
  });

  it('name every number of systems, so that all of them are rounded', () => {
    const rounded = Object.values(FIGURE_KINDS).flatMap(({ numbersOfSystems }) => numbersOfSystems);
    const known = new Set(['systems', 'of_systems', 'other', 'absent', ...rounded]);
    const found = countMembers(PublishedFigure);
    expect(found).toEqual(expect.arrayContaining(['active', 'systems', 'of_systems', 'other', 'absent']));
    expect(found.filter((member) => !known.has(member))).toEqual([]);
    expect(countMembers(z.object({ deep: z.array(z.object({ few: count.nullable() })) }))).toEqual(['few']);
  });

  it('give a suppressed figure one row without a number', () => {
    const figure = { kind: 'age', period: 'day', figures: { suppressed: true } } as PublishedFigure;
    expect(figureNumbers(figure)).toEqual([{ measure: 'suppressed', number: null }]);
    expect(MEASURES.at(-1)).toBe('suppressed');
  });

  it('say what they are made of', () => {
    const cross = wordsOf({ name: 'c', kind: 'cross', rows: '/a', columns: '/b' });
    expect(cross.pointers).toEqual(['/a', '/b']);
    expect(cross.description).toContainEqual({ pointer: '/b' });
    expect(cross.coverage('3', '4')).toBe('3 of 4 systems have sent both');
    const share = wordsOf({ name: 's', kind: 'share', field: '/a', levels: ['x.y', 'x.y.z'] });
    expect(share.description.at(-1)).toBe(', with versions cut to two numbers and to three numbers.');
    expect([share.isWide({}), wordsOf({ name: 's', kind: 'share', field: '/a/*' }).isWide({})]).toEqual([false, true]);
  });

  it('count a report by its values', () => {
    const report = {
      a: '1.2.3',
      list: ['x', 'y', 'x', null],
      map: { k: { v: 1 }, l: 2, m: { v: ['x'] } },
      nothing: null,
      numbers: [1],
    };
    const share = (field: string) => contributionTo({ name: 's', kind: 'share', field }, report).counts;
    expect(['/a', '/list/*', '/map/*/v', '/nothing', '/a/b', '/list/b', '/missing', '/map/*/v/*'].map(share)).toEqual([
      ['1.2.3'],
      ['x', 'y'],
      ['k: 1'],
      [],
      [],
      [],
      [],
      ['x'],
    ]);
    const cross = (columns: string) => contributionTo({ name: 'c', kind: 'cross', rows: '/a', columns }, report).counts;
    expect([cross('/map/l'), cross('/nothing')]).toEqual([['1.2.3 with 2'], []]);
    const numbers = (field: string) => contributionTo({ name: 'n', kind: 'statistics', field }, report).counts;
    expect(['/map/l', '/map/*/v', '/a', '/numbers/*'].map(numbers)).toEqual([[2], ['k: 1'], [], []]);
    expect(contributionTo({ name: 'a', kind: 'age' }, report).counts).toEqual([1]);
  });
});
