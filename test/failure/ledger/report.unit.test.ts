import { describe, expect, it } from 'vitest';
import { account } from './account.ts';
import { plan, START_MS, sure } from './planted.ts';
import { examples, table } from './report.ts';
import { simulate } from './simulated-pipeline.ts';

function resultOf(missingRows: number) {
  const { ledger, evidence } = simulate(plan('report', 200), () => ({ told: 'acknowledged', arrivals: 1 }), START_MS);
  evidence.rows.splice(0, missingRows);
  const verdict = account(ledger, evidence);
  ledger.answers.attempted({ request: 0, gateway: '', outcome: 202, atMs: 0, tookMs: 1 });
  return {
    scenario: 'kill -9',
    ledger,
    verdict,
    faults: new Map([
      ['kills', 30],
      ['cuts', 2],
    ]),
    durationMs: 61_400,
  };
}

describe('the report', () => {
  it('has a line for each scenario with a cell for each column', () => {
    const result = resultOf(3);
    const [head, rule, line, ...more] = table([result]).split('\n');
    const cells = [head, rule, line].map((one) => sure(one).split(' | ').length);
    expect(new Set(cells)).toEqual(new Set([17]));
    expect(more).toEqual([]);
    const { accepted, stored } = result.verdict;
    expect(line).toContain(`| kill -9 | report | ${accepted} | ${stored} |`);
    expect(line).toMatch(/\| 202: \d+ \| kills: 30, cuts: 2 \| 3 \| 0 \| 0 \| 0 \| 61 \|$/);
  });

  it('shows ten findings of a kind with their traces, and nothing where nothing was found', () => {
    const text = examples(resultOf(12));
    expect(text).toMatch(/^lost: 12$/m);
    expect(text.match(/^ {2}\S/gm)).toHaveLength(10);
    expect(text).toMatch(/^ {4}raw\/\d\/\d+, received/m);
    expect(examples(resultOf(0))).toBe('');
  });
});
