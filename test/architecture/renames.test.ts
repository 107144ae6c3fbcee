import { camelCase } from '@heliograph/runtime';
import { describe, expect, it } from 'vitest';
import { type Check, file, readRepository } from './repository.ts';

const UPGRADING = 'docs/upgrading.md';
/** A row of a table old → new that begins with a setting or a metric: names that mean nothing else. */
const ROW = /^\| `((?:HELIOGRAPH|heliograph)_\w+)` \| `(\w+)` \|$/gm;

/** As it is written in the environment and, of a setting, in code. */
const spellings = (name: string) =>
  name.startsWith('HELIOGRAPH_')
    ? [name, camelCase(name.slice('HELIOGRAPH_'.length).toLowerCase().replaceAll('_', '-'))]
    : [name];

/** Where a name that docs/upgrading.md calls old is still in use, and which new ones nothing knows. */
const oldNamesAreGone: Check = (files) => {
  const renames = files.filter(({ path }) => path === UPGRADING).flatMap(({ text }) => [...text.matchAll(ROW)]);
  const others = files.filter(({ path }) => path !== UPGRADING);
  const usesOf = (name: string) => {
    const word = new RegExp(`\\b(?:${spellings(name).join('|')})\\b`);
    return others.filter(({ text }) => word.test(text)).map(({ path }) => path);
  };
  return renames.flatMap(([, old = '', current = '']) => [
    ...usesOf(old).map((path) => `${path} says ${old}`),
    ...(usesOf(current).length === 0 ? [`nothing knows ${current}`] : []),
  ]);
};

describe('names of settings and metrics that have changed', () => {
  const repository = readRepository();

  it('are in docs/upgrading.md and nowhere else', () => {
    expect(
      repository.filter(({ path }) => path === UPGRADING).flatMap(({ text }) => [...text.matchAll(ROW)]),
    ).not.toEqual([]);
    expect(oldNamesAreGone(repository)).toEqual([]);
  });

  it('are found where they are left', () => {
    const table = file(
      UPGRADING,
      '| `HELIOGRAPH_OLD_NAME` | `HELIOGRAPH_NEW_NAME` |\n| `heliograph_a` | `heliograph_b` |',
    );
    const left = [
      file('a.yaml', 'HELIOGRAPH_OLD_NAME: 1'),
      file('b.ts', 'config.oldName'),
      file('c.md', '`heliograph_a` rises'),
    ];
    const fine = file('d.ts', 'newName HELIOGRAPH_OLD_NAMES heliograph_b');
    expect(oldNamesAreGone([table, ...left, fine])).toEqual([
      'a.yaml says HELIOGRAPH_OLD_NAME',
      'b.ts says HELIOGRAPH_OLD_NAME',
      'c.md says heliograph_a',
    ]);
    expect(oldNamesAreGone([table])).toEqual(['nothing knows HELIOGRAPH_NEW_NAME', 'nothing knows heliograph_b']);
  });
});
