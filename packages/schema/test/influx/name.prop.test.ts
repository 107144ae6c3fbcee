import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canMeet, influxName, isReservedInInflux } from '../../src/influx/name.ts';

const ALPHABET = ['a', '_'];

/** Every text of one to `most` characters of the alphabet. */
function texts(most: number): string[] {
  if (most === 0) return [];
  return ALPHABET.flatMap((c) => [c, ...texts(most - 1).map((rest) => c + rest)]);
}

/** Every name that a pattern means, where no `*` stands for more than four characters. */
function namesOf(pattern: string): string[] {
  const [first, ...rest] = pattern;
  if (first === undefined) return [''];
  const ends = namesOf(rest.join(''));
  return (first === '*' ? texts(4) : [first]).flatMap((begin) => ends.map((end) => begin + end));
}

describe('canMeet', () => {
  it('holds exactly where two patterns mean a name in common', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', '_', '*'), minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const common = new Set(namesOf(a)).intersection(new Set(namesOf(b)));
        expect(canMeet(a, b)).toBe(common.size > 0);
        expect(canMeet(b, a)).toBe(canMeet(a, b));
      }),
    );
  });

  it.each([
    ['plugin_*', 'plugin_rpm_version', true],
    ['plugin_*', 'plugins_rpm', false],
    ['plugin_*', 'plugin_', false],
    ['*', 'load', true],
    ['a_*_c', 'a_b_*', true],
    ['a_*_c', 'a_b_*d', false],
  ])('of %s and %s is %s', (a, b, expected) => {
    expect(canMeet(a, b)).toBe(expected);
  });

  it('takes no time for long patterns', () => {
    const long = '*_'.repeat(128);
    expect(canMeet(long, `${long}x`)).toBe(false);
    expect(canMeet(long, `${'x_'.repeat(200)}`)).toBe(true);
  });
});

it.each([
  ['/online_workers/hosts', undefined, 'online_workers_hosts'],
  ['/plugins/*/version', undefined, 'plugins_*_version'],
  ['/online_workers/hosts', 'hosts', 'hosts'],
  ['/plugins/*/version', 'plugin', 'plugin_*'],
])('the name of %s, given %s, is %s', (pointer, given, name) => {
  expect(influxName(pointer, given)).toBe(name);
});

it.each([
  ['time', true],
  ['_field', true],
  ['_measurement', true],
  ['_', true],
  ['system_key', true],
  ['channel', true],
  ['reports', true],
  ['timezone', false],
  ['field', false],
])('the name %s is reserved: %s', (name, isReserved) => {
  expect(isReservedInInflux(name)).toBe(isReserved);
});
