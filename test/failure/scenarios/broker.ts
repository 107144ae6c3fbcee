import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from '../scenario.ts';

export const broker: Scenario = {
  name: 'broker',
  what: 'Kafka stopped and started, killed and started; in between every consumer goes on by itself',
  load: { short: { records: 30_000, rate: 150 }, long: { records: 32_000, rate: 220 } },
  async wreak({ system, length, random, say }) {
    const { kafka } = system.stores;
    const ends = length === 'short' ? (['kill', 'stop'] as const) : (['kill', 'stop', 'kill', 'kill', 'stop'] as const);
    for (const how of ends) {
      await sleep(1_500 + random() * 1_500);
      await kafka[how]();
      await sleep(length === 'short' ? 1_500 : 2_000 + random() * 6_000);
      await kafka.start();
      await system.ready(90_000);
      say('ready again');
    }
    return { stops: ends.filter((how) => how === 'stop').length, kills: ends.filter((how) => how === 'kill').length };
  },
};
