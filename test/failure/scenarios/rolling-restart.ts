import { CONSUMERS, type Scenario } from '../scenario.ts';

const ALL = ['gateway', ...CONSUMERS] as const;

export const rollingRestart: Scenario = {
  name: 'rolling restart',
  what: 'every process restarted in order, one after the other, under load; no request may be left without an answer',
  services: { gateway: 2, dedup: 2 },
  // Longer than the sender needs to hear from its load balancer that a gateway is leaving.
  settings: { HELIOGRAPH_GATEWAY_DRAIN_ANNOUNCE_MS: '500' },
  load: { short: { records: 30_000, rate: 200 }, long: { records: 32_000, rate: 300 } },
  judge: (outcomes) =>
    [...outcomes.keys()]
      .filter((outcome) => typeof outcome === 'string')
      .map((outcome) => `${outcomes.get(outcome)} requests were not answered: ${outcome}`),
  async wreak({ system, length }) {
    const rounds = length === 'short' ? 1 : 2;
    for (let round = 0; round < rounds; round += 1) await system.rollingRestart(ALL);
    return { restarts: rounds * system.instances(...ALL).length };
  },
};
