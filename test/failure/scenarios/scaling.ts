import { setTimeout as sleep } from 'node:timers/promises';
import { scale } from '../faults/processes.ts';
import { CONSUMERS, type Scenario } from '../scenario.ts';

const STEPS = { short: [3, 2, 1, 2, 1], long: [3, 2, 1, 3, 1, 2, 3, 1] };

export const scaling: Scenario = {
  name: 'scaling',
  what: 'every consumer scaled from one process to three, to two, to one, and up and down again',
  kinds: ['join', 'leave'],
  load: { short: { records: 20_000, rate: 150 }, long: { records: 60_000, rate: 300 } },
  async run(stage) {
    for (const count of STEPS[stage.length]) {
      await scale(stage, CONSUMERS, count);
      await sleep(stage.length === 'short' ? 2_000 : 4_000);
    }
  },
};
