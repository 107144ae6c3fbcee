import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

const SCALED = ['dedup', 'influx-sink', 'postgres-sink', 'summarizer'] as const;

export const scaling: Scenario = {
  name: 'scaling',
  what: 'dedup, both sinks and the summarizer scaled from one process to three, to two and to one again, under load',
  load: { short: { records: 30_000, rate: 100 }, long: { records: 20_000, rate: 300 } },
  async wreak({ system, length }) {
    const steps = [3, 2, 1];
    for (const count of steps) {
      await Promise.all(SCALED.map((service) => system.scale(service, count)));
      await sleep(length === 'short' ? 1_000 : 4_000);
    }
    return { steps: steps.length };
  },
};
