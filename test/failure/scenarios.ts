import type { Scenario } from './scenario.ts';
import { broker } from './scenarios/broker.ts';
import { frozen } from './scenarios/frozen.ts';
import { kills } from './scenarios/kills.ts';
import { mixed } from './scenarios/mixed.ts';
import { network } from './scenarios/network.ts';
import { rollingRestart } from './scenarios/rolling-restart.ts';
import { scaling } from './scenarios/scaling.ts';
import { stores } from './scenarios/stores.ts';

/** One at a time; `mixed` has all of their faults and is part of `npm test`. */
export const SEPARATE: readonly Scenario[] = [kills, scaling, frozen, broker, network, stores, rollingRestart];
export const SCENARIOS: readonly Scenario[] = [mixed, ...SEPARATE];

/** Throws where there is none of that name. */
export function scenarioNamed(name: string): Scenario {
  const found = SCENARIOS.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`there is no scenario "${name}"; there are ${SCENARIOS.map((s) => s.name)}`);
  return found;
}
