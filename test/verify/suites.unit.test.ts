import { expect, it } from 'vitest';
import { readSuites, suitesOf } from './suites.ts';

it('runs what budget.json names, in its order, with the command of package.json', () => {
  const scripts = { types: 'tsc', lint: 'biome check', 'test:failure': 'node main.ts' };
  expect(suitesOf({ lint: 5, 'test:failure --quiet': 90 }, { scripts })).toEqual([
    { name: 'lint', command: 'biome check', budgetSeconds: 5 },
    { name: 'test:failure --quiet', command: 'node main.ts --quiet', budgetSeconds: 90 },
  ]);
});

it('refuses a suite that is no script, and a budget that is none', () => {
  expect(() => suitesOf({ lnt: 5 }, { scripts: { lint: 'biome check' } })).toThrow('names lnt');
  expect(() => suitesOf({ lint: 0 }, { scripts: { lint: 'biome check' } })).toThrow();
});

it('has every kind of test of the repository in its budget, in eight minutes', () => {
  const suites = readSuites();
  const commands = suites.map(({ command }) => command).join('\n');
  for (const project of ['unit', 'architecture', 'int', 'influx', 'alerts', 'e2e', 'browser'])
    expect(commands).toContain(project);
  expect(suites.reduce((sum, { budgetSeconds }) => sum + budgetSeconds, 0)).toBeLessThanOrEqual(480);
});
