import { setTimeout as sleep } from 'node:timers/promises';
import type { Undo } from '../rig/postgres-faults.ts';
import type { System } from '../rig/system.ts';
import type { Scenario } from '../scenario.ts';

/** Begins a fault and gives back what ends it. */
type Fault = readonly [name: string, forMs: number, begin: (system: System) => Promise<Undo>];

const ofStore = (store: 'postgres' | 'influx', how: 'stop' | 'kill', forMs: number): Fault => [
  `${store} ${how}`,
  forMs,
  async ({ stores }) => {
    await stores[store][how]();
    return () => stores[store].start();
  },
];
const slow = (store: 'postgres' | 'influx', forMs: number): Fault => [
  `${store} slow`,
  forMs,
  async ({ stores: { networks } }) => {
    await networks[store].slow({ latencyMs: 150, bytesPerSecond: 60_000 });
    return () => networks[store].pass();
  },
];
const ofPostgres = (
  name: string,
  forMs: number,
  begin: (faults: System['stores']['faults']) => Promise<Undo>,
): Fault => [`postgres ${name}`, forMs, ({ stores }) => begin(stores.faults)];

const OBSERVATIONS = 'telemetry.observations';
const SHORT: readonly Fault[] = [
  ofStore('postgres', 'kill', 1_000),
  ofStore('influx', 'kill', 1_000),
  slow('influx', 2_000),
  ofPostgres('read-only', 2_000, (faults) => faults.readOnly()),
];
const LONG: readonly Fault[] = [
  ...SHORT,
  ofStore('postgres', 'stop', 10_000),
  ofStore('influx', 'stop', 10_000),
  slow('postgres', 10_000),
  ofPostgres('logins refused', 8_000, (faults) => faults.refuseLogins()),
  ofPostgres('locked', 35_000, (faults) => faults.lock(OBSERVATIONS)),
  ofPostgres('disk full', 8_000, (faults) => faults.failWrites(OBSERVATIONS, '53100')),
  ofStore('postgres', 'kill', 20_000),
  ofStore('influx', 'kill', 20_000),
];

export const stores: Scenario = {
  name: 'stores',
  what: 'PostgreSQL and InfluxDB stopped, killed, slow; PostgreSQL read-only, locked, full, refusing logins',
  load: { short: { records: 30_000, rate: 150 }, long: { records: 56_000, rate: 220 } },
  async wreak({ system, length, random, say }) {
    const faults = length === 'short' ? SHORT : LONG;
    for (const [name, forMs, begin] of faults) {
      await sleep(500 + random() * 1_000);
      say(name);
      const undo = await begin(system);
      await sleep(forMs);
      await undo();
      await system.ready(120_000);
    }
    return Object.fromEntries(faults.map(([name]) => [name, faults.filter(([other]) => other === name).length]));
  },
};
