import { describe, expect, it } from 'vitest';
import { FAULT_KINDS } from './faults/kinds.ts';
import type { Scenario } from './scenario.ts';
import { mixed } from './scenarios/mixed.ts';
import { SCENARIOS, SEPARATE, scenarioNamed } from './scenarios.ts';

/** Kinds that some scenario injects and another one does not. */
const lacking = (one: Scenario, others: readonly Scenario[]) =>
  others.flatMap(({ kinds }) => kinds.filter((kind) => !one.kinds.includes(kind)));

describe('the scenarios', () => {
  it('are all in the mixed one', () => {
    expect(lacking(mixed, SEPARATE)).toEqual([]);
    const { kinds } = mixed;
    expect(lacking({ ...mixed, kinds: kinds.filter((kind) => kind !== 'freeze') }, SEPARATE)).toEqual(['freeze']);
  });

  it('inject every kind of fault that there is, each in one of its own too', () => {
    const separate = new Set(SEPARATE.flatMap(({ kinds }) => kinds));
    expect(FAULT_KINDS.filter((kind) => !separate.has(kind))).toEqual([]);
  });

  it('are found by their names', () => {
    for (const scenario of SCENARIOS) expect(scenarioNamed(scenario.name)).toBe(scenario);
    expect(() => scenarioNamed('earthquake')).toThrow('there is no scenario "earthquake"');
  });
});
