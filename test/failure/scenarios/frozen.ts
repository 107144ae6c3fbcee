import { setTimeout as sleep } from 'node:timers/promises';
import { freezeOneOfEach } from '../faults/processes.ts';
import type { Scenario } from '../scenario.ts';

/** The session ends after six seconds; the partitions have then been given to the other process and are being worked on. */
const FROZEN_MS = 11_000;
const ROUNDS = { short: 2, long: 5 };

/** A process that has been asleep past its session must not write as the owner of anything: a zombie. */
export const frozen: Scenario = {
  name: 'frozen',
  what: 'one of two processes of each consumer stopped (SIGSTOP) past its session time-out and woken again',
  kinds: ['freeze'],
  services: { sanitizer: 2, dedup: 2, 'influx-sink': 2, 'postgres-sink': 2, summarizer: 2 },
  load: { short: { records: 20_000, rate: 200 }, long: { records: 60_000, rate: 280 } },
  async run(stage) {
    for (let round = 0; round < ROUNDS[stage.length]; round += 1) {
      await sleep(2_000);
      await freezeOneOfEach(stage, round % 2, FROZEN_MS);
    }
  },
};
