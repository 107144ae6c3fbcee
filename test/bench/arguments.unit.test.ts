import { describe, expect, it } from 'vitest';
import { ArgumentError, PART_NAMES, readSettings } from './arguments.ts';

describe('the command line', () => {
  it('means all parts where it names none, and the programme’s order where it names some', () => {
    expect(readSettings([])?.parts).toEqual(PART_NAMES);
    expect(readSettings(['memory', 'http'])?.parts).toEqual(['http', 'memory']);
  });

  it('takes numbers', () => {
    expect(readSettings(['--outage', '120', '--records=5'])).toMatchObject({ outage: 120, records: 5 });
  });

  it.each([['speed'], ['--rounds', '0'], ['--seconds', 'two'], ['--fast']])('refuses %s %s', (...argv) => {
    expect(() => readSettings(argv)).toThrow(ArgumentError);
  });

  it('may ask for help', () => {
    expect(readSettings(['--help'])).toBeUndefined();
  });
});
