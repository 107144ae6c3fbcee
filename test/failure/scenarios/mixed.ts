import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault, inject } from '../faults/fault.ts';
import {
  brokerDown,
  networkBlackHole,
  networkCut,
  networkHalfOpen,
  networkSlow,
  networkStall,
} from '../faults/kafka.ts';
import { FAULT_KINDS } from '../faults/kinds.ts';
import { freezeOneOfEach, killAll, killEach, restartAll, scale } from '../faults/processes.ts';
import {
  postgresDiskFull,
  postgresLocked,
  postgresLoginsRefused,
  postgresReadOnly,
  storeDown,
  storeSlow,
} from '../faults/stores.ts';
import { CONSUMERS, type Scenario } from '../scenario.ts';
import { ANNOUNCES_ITS_END } from './rolling-restart.ts';

/** The session ends after six seconds; by then the other process has the partitions. */
const FROZEN_MS = 9_000;

/** Faults of Kafka, PostgreSQL and InfluxDB do not hide each other, so that some of them share a wait for recovery. */
const TOGETHER: readonly (readonly Fault[])[] = [
  [storeDown('postgres', 'kill', 1_000), storeDown('influx', 'kill', 1_000)],
  [postgresReadOnly(2_000), storeSlow('influx', 2_500), networkSlow(2_500)],
  [brokerDown('kill', 1_000)],
  [networkCut(1_000), postgresDiskFull(2_000)],
  [networkStall(4_000), storeDown('influx', 'stop', 2_000), postgresLocked(3_000)],
  [brokerDown('stop', 1_000), storeDown('postgres', 'stop', 2_000)],
  [networkHalfOpen(1_500), postgresLoginsRefused(2_000)],
  [networkBlackHole(3_000), storeSlow('postgres', 3_000)],
];

/** All kinds of faults that the other scenarios inject, once each, on one system, one load and one ledger. */
export const mixed: Scenario = {
  name: 'mixed',
  what: 'processes join, freeze, leave, are killed and restarted; Kafka, its network, PostgreSQL and InfluxDB fail in between',
  kinds: FAULT_KINDS,
  services: { gateway: 2 },
  settings: ANNOUNCES_ITS_END,
  load: { short: { records: 15_000, rate: 120 }, long: { records: 100_000, rate: 200 } },
  async run(stage) {
    for (let round = 0; round < (stage.length === 'short' ? 1 : 4); round += 1) {
      await scale(stage, CONSUMERS, 2);
      await freezeOneOfEach(stage, stage.random() < 0.5 ? 0 : 1, FROZEN_MS);
      await scale(stage, CONSUMERS, 1);
      await killEach(stage);
      await killAll(stage);
      for (const faults of TOGETHER) {
        await sleep(500 + stage.random() * 500);
        await inject(stage, ...faults);
      }
      await restartAll(stage);
    }
  },
};
