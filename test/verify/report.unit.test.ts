import { describe, expect, it } from 'vitest';
import type { Event } from './events.ts';
import { report } from './report.ts';
import type { Done } from './verify.ts';

const FILE = { project: 'int', file: 'a.int.test.ts' };

const test = (name: string, state: 'passed' | 'failed' | 'skipped' = 'passed', ms = 1): Event => {
  return { kind: 'test ended', ...FILE, test: name, state, ms };
};

function done(name: string, given: Partial<NonNullable<Done['result']>> = {}): Done {
  const suite = { name, command: name, budgetSeconds: 10 };
  return { suite, result: { code: 0, seconds: 4.04, events: [], overran: false, ...given } };
}

const lastOf = (...all: Done[]) => report(all).at(-1);

describe('the report', () => {
  it('has the time of each suite beside its budget, on whatever run', () => {
    const notRun = { ...done('e2e'), result: undefined };
    const lines = report([done('lint'), done('types', { seconds: 12 }), done('int', { code: 3 }), notRun]);
    expect(lines.slice(0, 7)).toEqual([
      '',
      'suite   seconds  budget',
      'lint        4.0      10',
      'types      12.0      10  over its budget',
      'int         4.0      10  FAILED with exit code 3',
      'e2e           -      10  not run',
      'total      20.1      40',
    ]);
  });

  it('has the ten slowest tests, the slowest first', () => {
    const events = Array.from({ length: 12 }, (_, i) => test(`t${i}`, 'passed', i * 1000));
    const lines = report([done('int', { events })]);
    const slowest = lines.filter((line) => line.includes(' s  int  a.int.test.ts > t'));
    expect(slowest).toHaveLength(10);
    expect(slowest[0]).toBe('    11.0 s  int  a.int.test.ts > t11');
    expect(slowest[9]).toContain('t2');
  });

  it('names what was not run, with the reason once', () => {
    const notRun = (name: string): Event => ({ kind: 'not run', ...FILE, test: name, why: 'no server' });
    const lines = report([done('int', { events: [notRun('a'), notRun('b'), test('c', 'skipped')] })]);
    const at = lines.indexOf('NOT RUN:');
    expect(lines.slice(at, at + 5)).toEqual([
      'NOT RUN:',
      '  no server',
      '    int  a.int.test.ts > a',
      '    int  a.int.test.ts > b',
      '  skipped: int  a.int.test.ts > c',
    ]);
    expect(report([done('int')]).join()).not.toContain('NOT RUN');
  });

  it('names what was running in a suite that was ended', () => {
    const started = (file: string): Event => ({ kind: 'file started', project: 'int', file });
    const events: Event[] = [
      started('a.int.test.ts'),
      started('b.int.test.ts'),
      started('c.int.test.ts'),
      { kind: 'test started', ...FILE, test: 'done' },
      test('done'),
      { kind: 'test started', ...FILE, test: 'waits' },
      { kind: 'file ended', project: 'int', file: 'b.int.test.ts', failed: false },
    ];
    const lines = report([done('test:int', { code: 124, overran: true, events })]);
    const at = lines.findIndex((line) => line.startsWith('Ended'));
    expect(lines.slice(at + 1, at + 4)).toEqual(['  test:int', '    a.int.test.ts: waits', '    c.int.test.ts']);
    expect(lines).toContainEqual(expect.stringMatching(/^test:int .* ENDED$/));
  });

  it('ends with the number of tests over all suites', () => {
    const events = [test('a'), test('b', 'failed'), test('c', 'skipped')];
    expect(lastOf(done('unit', { events: [test('x'), test('y')] }), done('int', { events, code: 1 }))).toBe(
      '3 passed, 1 failed',
    );
  });

  it('says 0 failed only where all is well', () => {
    expect(lastOf(done('lint'))).toBe('0 passed, 0 failed');
    expect(lastOf(done('lint', { code: 1 }))).toBe('0 passed, 1 failed');
    const unloaded: Event = { kind: 'file ended', ...FILE, failed: true };
    expect(lastOf(done('int', { code: 1, events: [test('a'), test('b', 'failed'), unloaded] }))).toBe(
      '1 passed, 2 failed',
    );
  });
});
