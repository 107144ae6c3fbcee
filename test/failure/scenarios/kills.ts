import { killAll, killSome } from '../faults/processes.ts';
import type { Scenario } from '../scenario.ts';

/** So many starts of influx-sink, which applies the retention of all measurements at each, beside the writes of others. */
const STARTS_OF_A_SINK = { short: 8, long: 100 };

export const kills: Scenario = {
  name: 'kills',
  what: '`kill -9` of gateways and consumers at random moments, of all of them at once, and of influx-sink again and again',
  kinds: ['kill', 'kill of all'],
  services: { gateway: 2 },
  load: { short: { records: 20_000, rate: 300 }, long: { records: 150_000, rate: 600 } },
  async run(stage) {
    const isShort = stage.length === 'short';
    await killSome(stage, isShort ? 16 : 40);
    await killAll(stage);
    await killSome(stage, STARTS_OF_A_SINK[stage.length], ['influx-sink'], `${stage.seed}/influx-sink`);
    await stage.system.ready();
  },
};
