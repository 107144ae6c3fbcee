import { restartAll } from '../faults/processes.ts';
import type { Scenario } from '../scenario.ts';

/** Longer than the sender needs to learn from its load balancer that a gateway is leaving. */
export const ANNOUNCES_ITS_END = { HELIOGRAPH_GATEWAY_PRE_STOP_DELAY_MS: '500' };

const ROUNDS = { short: 2, long: 4 };

export const rollingRestart: Scenario = {
  name: 'rolling restart',
  what: 'every process restarted in order, one after the other, under load; no request may be left without an answer',
  kinds: ['restart'],
  services: { gateway: 2, dedup: 2 },
  settings: ANNOUNCES_ITS_END,
  load: { short: { records: 20_000, rate: 200 }, long: { records: 80_000, rate: 300 } },
  async run(stage) {
    for (let round = 0; round < ROUNDS[stage.length]; round += 1) await restartAll(stage);
  },
};
