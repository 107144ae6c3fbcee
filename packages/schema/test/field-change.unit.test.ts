import { aDefinition } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { compareDefinitions, type Field } from '../src/index.ts';

type Given = z.input<typeof Field>;
const at = (pointer: string, field: Given | undefined) =>
  aDefinition({
    fields: { '/id': { type: 'uuid', sanitise: 'hash' }, ...(field === undefined ? {} : { [pointer]: field }) },
    influx: { measurement: 'm', tags: [], fields: ['/id'] },
  });

/** What becomes of a field: effect and message of each change. */
function changes(before: Given | undefined, after: Given | undefined, pointer = '/x'): string[] {
  return compareDefinitions(at(pointer, before), at(pointer, after)).map(
    ({ effect, message }) => `${effect} ${message}`,
  );
}

describe('a change of a field', () => {
  it.each<[Given | undefined, Given | undefined, string[]]>([
    [undefined, { type: 'boolean' }, ['extends /x is collected as well']],
    [undefined, { type: 'boolean', sanitise: 'drop' }, ['compatible /x is known, and not kept']],
    [{ type: 'boolean' }, undefined, ['breaking /x was removed']],
    [{ type: 'boolean' }, { type: 'boolean' }, []],
    [{ type: 'integer' }, { type: 'number' }, ['extends /x takes fractions as well']],
    [{ type: 'number' }, { type: 'integer' }, ['breaking /x is narrower: fractions are not taken any more']],
    [{ type: 'string' }, { type: 'version' }, ['breaking /x is version, not string']],
    [{ type: 'boolean' }, { type: 'boolean', nullable: true }, ['extends /x takes null that it did not']],
    [{ type: 'boolean', nullable: true }, { type: 'boolean' }, ['breaking /x is narrower: fewer null']],
    [{ type: 'uuid', sanitise: 'hash' }, { type: 'uuid' }, ['breaking /x has a weaker sanitiser: keep, not hash']],
    [{ type: 'uuid' }, { type: 'uuid', sanitise: 'drop' }, ['breaking /x has a stronger sanitiser: drop, not keep']],
    [{ type: 'integer', min: 1 }, { type: 'integer', min: 0 }, ['extends /x takes numbers below min that it did not']],
    [{ type: 'integer', min: 0 }, { type: 'integer', min: 1 }, ['breaking /x is narrower: fewer numbers below min']],
    [{ type: 'integer', max: 1 }, { type: 'integer', max: 2 }, ['extends /x takes numbers above max that it did not']],
    [{ type: 'integer' }, { type: 'integer', max: 2 }, ['breaking /x is narrower: fewer numbers above max']],
    [
      { type: 'integer', bucket: 'powers_of_two' },
      { type: 'integer' },
      ['breaking /x has a weaker sanitiser: no bucket any more'],
    ],
    [{ type: 'integer' }, { type: 'integer', round: 10 }, ['breaking /x says less than before: round is 10']],
    [
      { type: 'version', truncate: 'x.y' },
      { type: 'version', truncate: 'x.y.z' },
      ['breaking /x has another truncate: "x.y.z", not "x.y"'],
    ],
    [
      { type: 'string', max_length: 10 },
      { type: 'string', max_length: 20, too_long: 'cut' },
      ['extends /x takes longer texts that it did not', 'extends /x takes texts that are cut that it did not'],
    ],
    [
      { type: 'enum', values: ['a', 'b'] },
      { type: 'enum', values: ['b', 'c'] },
      ['breaking /x is narrower: the values without a', 'extends /x takes more: the values with c'],
    ],
    [
      { type: 'enum', values: ['a'] },
      { type: 'enum', values: ['a'], otherwise: 'other' },
      ['extends /x counts other texts as well'],
    ],
    [
      { type: 'enum', values: ['a'], otherwise: 'other' },
      { type: 'enum', values: ['a'] },
      ['breaking /x has another otherwise: none, not other'],
    ],
  ])('from %j to %j', (before, after, expected) => {
    expect(changes(before, after)).toEqual(expected);
  });

  it.each<[string[] | undefined, string[] | undefined, string]>([
    [undefined, ['a'], 'breaking /x/* is narrower: only the keys a'],
    [['a'], undefined, 'breaking /x/* has a weaker sanitiser: the keys are not listed any more'],
    [['a'], ['a', 'b'], 'extends /x/* takes more: the keys with b'],
    [['a', 'b'], ['a'], 'breaking /x/* is narrower: the keys without b'],
  ])('of its keys from %j to %j', (before, after, expected) => {
    const keyed = (keys: string[] | undefined): Given => ({ type: 'version', ...(keys === undefined ? {} : { keys }) });
    expect(changes(keyed(before), keyed(after), '/x/*')).toEqual([expected]);
  });
});
