import { setTimeout as sleep } from 'node:timers/promises';
import { CONSUMERS, type Scenario } from '../scenario.ts';

/** The session ends after six seconds; the partitions have then been given to the other process and are being worked on. */
const FROZEN_MS = 11_000;

/** A process that has been asleep past its session must not write as the owner of anything: a zombie. */
export const frozen: Scenario = {
  name: 'frozen',
  what: 'one of two processes of each consumer stopped (SIGSTOP) past its session time-out and woken again',
  services: { sanitizer: 2, dedup: 2, 'influx-sink': 2, 'postgres-sink': 2, summarizer: 2 },
  load: { short: { records: 30_000, rate: 150 }, long: { records: 20_000, rate: 280 } },
  async wreak({ system, length, say }) {
    const rounds = length === 'short' ? 1 : 3;
    let freezes = 0;
    for (let round = 0; round < rounds; round += 1) {
      const victims = CONSUMERS.map((service) => system.instances(service)[round % 2]).filter(
        (name) => name !== undefined,
      );
      await sleep(2_000);
      for (const victim of victims) system.freeze(victim);
      say(`frozen: ${victims.join(', ')}`);
      await sleep(FROZEN_MS);
      for (const victim of victims) system.thaw(victim);
      freezes += victims.length;
      await system.ready();
    }
    return { freezes };
  },
};
