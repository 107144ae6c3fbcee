import { type Fault, injectInTurn } from '../faults/fault.ts';
import {
  postgresDiskFull,
  postgresLocked,
  postgresLoginsRefused,
  postgresReadOnly,
  storeDown,
  storeSlow,
} from '../faults/stores.ts';
import type { Scenario } from '../scenario.ts';

/** Longer than a statement may take, after which it is tried again. */
const LONG_LOCK_MS = 35_000;

const SHORT: readonly Fault[] = [
  storeDown('postgres', 'kill', 1_000),
  storeDown('influx', 'kill', 1_000),
  storeSlow('influx', 3_000),
  postgresReadOnly(3_000),
  storeSlow('postgres', 3_000),
  postgresLoginsRefused(3_000),
  postgresLocked(3_000),
  postgresDiskFull(3_000),
  storeDown('postgres', 'stop', 5_000),
  storeDown('influx', 'stop', 5_000),
];
const LONG: readonly Fault[] = [
  ...SHORT,
  storeDown('postgres', 'stop', 10_000),
  storeDown('influx', 'stop', 10_000),
  storeSlow('postgres', 10_000),
  postgresLoginsRefused(8_000),
  postgresLocked(LONG_LOCK_MS),
  postgresDiskFull(8_000),
  storeDown('postgres', 'kill', 40_000),
  storeDown('influx', 'kill', 40_000),
  ...(['postgres', 'influx'] as const).flatMap((store) =>
    [60_000, 60_000, 300_000, 300_000].map((ms) => storeDown(store, 'kill', ms)),
  ),
];

export const stores: Scenario = {
  name: 'stores',
  what: 'PostgreSQL and InfluxDB stopped, killed, slow; PostgreSQL read-only, locked, full, refusing logins',
  kinds: [
    'postgres kill',
    'postgres stop',
    'postgres slow',
    'postgres read-only',
    'postgres logins refused',
    'postgres locked',
    'postgres disk full',
    'influx kill',
    'influx stop',
    'influx slow',
  ],
  load: { short: { records: 20_000, rate: 150 }, long: { records: 100_000, rate: 220 } },
  run: (stage) => injectInTurn(stage, stage.length === 'short' ? SHORT : LONG),
};
