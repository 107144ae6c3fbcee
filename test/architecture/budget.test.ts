import { describe, expect, it } from 'vitest';
import { budgetTable } from '../verify/last-run.ts';
import { readSuites, type Suite } from '../verify/suites.ts';
import { readRepository } from './repository.ts';

/** The rows of the table without what was measured, which no other file says. */
function rowsWithoutTimes(markdown: string): string[] {
  const lines = markdown.split('\n');
  const start = lines.indexOf(budgetTable([], {})[0] ?? '');
  const table = lines.slice(start, lines.indexOf('', start));
  return table.map((row) => row.split('|').slice(0, 3).join('|'));
}

const staleRows = (markdown: string, suites: readonly Suite[]) => {
  const written = rowsWithoutTimes(markdown);
  return rowsWithoutTimes([...budgetTable(suites, {}), ''].join('\n')).filter((row) => !written.includes(row));
};

describe('the table of budgets in CONTRIBUTING.md', () => {
  const text = readRepository().find(({ path }) => path === 'CONTRIBUTING.md')?.text ?? '';

  it('has the suites and budgets of test/budget.json', () => {
    expect(staleRows(text, readSuites())).toEqual([]);
    expect(rowsWithoutTimes(text)).toHaveLength(readSuites().length + 3);
  });

  it('would be found stale', () => {
    const [first, ...others] = readSuites();
    const changed = { name: 'lint', command: '', budgetSeconds: (first?.budgetSeconds ?? 0) + 1 };
    expect(staleRows(text, [changed, ...others])).toHaveLength(2);
  });
});
