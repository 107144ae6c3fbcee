import { killRandomly } from '../rig/kills.ts';
import { CONSUMERS, type Scenario } from '../scenario.ts';

const TARGETS = ['gateway', ...CONSUMERS] as const;

/** 30 kills at the least, and the whole set at once. */
export const kills: Scenario = {
  name: 'kills',
  what: '`kill -9` of gateways and consumers at random moments, and of all of them at once',
  services: { gateway: 2 },
  load: { short: { records: 30_000, rate: 200 }, long: { records: 50_000, rate: 600 } },
  async wreak({ system, seed, length, say }) {
    const count = length === 'short' ? 6 : 33;
    const between = length === 'short' ? ([500, 3000] as const) : ([500, 2800] as const);
    const one = { targets: TARGETS, between, say };
    const before = await killRandomly(system, { ...one, seed, kills: count });
    await system.killAll(...TARGETS);
    const after = length === 'short' ? [] : await killRandomly(system, { ...one, seed: `${seed}/after`, kills: 3 });
    await system.ready();
    return { kills: before.length + after.length, 'all at once': 1 };
  },
};
