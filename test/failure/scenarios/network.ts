import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario, Stage } from '../scenario.ts';

type Weather = 'cut' | 'stall' | 'blackhole' | 'slow' | 'half open';

const SHORT: readonly (readonly [Weather, number])[] = [
  ['cut', 1_500],
  ['slow', 3_000],
  ['stall', 4_000],
  ['cut', 200],
];
/** A black hole longer than a session and a transaction (15 s) last. */
const LONG: typeof SHORT = [
  ...SHORT,
  ['blackhole', 20_000],
  ['half open', 2_000],
  ['stall', 12_000],
  ['cut', 8_000],
  ['slow', 8_000],
];

export const network: Scenario = {
  name: 'network',
  what: 'the network to Kafka cut, stalled, slowed, swallowed and half closed by a TCP proxy, in the middle of transactions',
  load: { short: { records: 30_000, rate: 150 }, long: { records: 25_000, rate: 200 } },
  async wreak(stage) {
    const weathers = stage.length === 'short' ? SHORT : LONG;
    for (const [weather, forMs] of weathers) {
      await sleep(1_000 + stage.random() * 1_000);
      await blow(stage, weather);
      await sleep(forMs);
      await stage.system.stores.networks.kafka.pass();
      await stage.system.ready(90_000);
    }
    const count = (which: Weather) => weathers.filter(([weather]) => weather === which).length;
    return {
      cuts: count('cut'),
      stalls: count('stall'),
      'black holes': count('blackhole'),
      slow: count('slow'),
      'half open': count('half open'),
    };
  },
};

function blow({ system, random }: Stage, weather: Weather): Promise<void> {
  const { kafka } = system.stores.networks;
  switch (weather) {
    case 'cut':
      return kafka.cut();
    case 'stall':
      return kafka.stall();
    case 'blackhole':
      return kafka.blackhole();
    case 'slow':
      return kafka.slow({ latencyMs: 40, bytesPerSecond: 200_000 });
    case 'half open':
      return kafka.halfOpen(random() < 0.5 ? 'client' : 'target');
    default:
      return weather satisfies never;
  }
}
