import { expect, it } from 'vitest';
import { budgetTable } from './last-run.ts';

it('has each suite with its budget and what was measured, and nothing where nothing was', () => {
  const suites = [
    { name: 'lint', command: '', budgetSeconds: 5 },
    { name: 'test:int', command: '', budgetSeconds: 160 },
  ];
  const head = ['| suite | budget, s | measured, s |', '|---|---:|---:|'];
  expect(budgetTable(suites, { lint: 3.4, 'test:int': 150.2 })).toEqual([
    ...head,
    '| `lint` | 5 | 3 |',
    '| `test:int` | 160 | 150 |',
    '| all | 165 | 154 |',
  ]);
  expect(budgetTable(suites, { lint: 3.4 }).slice(3)).toEqual(['| `test:int` | 160 |  |', '| all | 165 |  |']);
});
