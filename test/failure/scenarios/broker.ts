import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../faults/fault.ts';
import { inject, injectInTurn } from '../faults/fault.ts';
import { brokerDown } from '../faults/kafka.ts';
import type { Scenario, Stage } from '../scenario.ts';

/** Longer than a consumer of the client goes on trying before it ends and has to be made anew. */
const LONG_OUTAGE_MS = 35_000;
/** Of a broker that has to be repaired. */
const [A_MINUTE_MS, FIVE_MINUTES_MS] = [60_000, 300_000];

const SHORT: readonly Fault[] = [
  brokerDown('kill', 2_000),
  brokerDown('stop', 4_000),
  brokerDown('kill', LONG_OUTAGE_MS),
];
const LONG: readonly Fault[] = [
  ...SHORT,
  brokerDown('stop', 8_000),
  brokerDown('kill', 6_000),
  brokerDown('kill', LONG_OUTAGE_MS),
  brokerDown('stop', LONG_OUTAGE_MS),
  brokerDown('kill', A_MINUTE_MS),
  brokerDown('kill', A_MINUTE_MS),
  brokerDown('kill', FIVE_MINUTES_MS),
  brokerDown('kill', FIVE_MINUTES_MS),
];
const OUTAGES_WHILE_RESTORING = { short: 1, long: 3 };

export const broker: Scenario = {
  name: 'broker',
  what: 'Kafka stopped and killed for seconds and for half a minute (in long runs for five minutes, twice in a row), and while dedup restores its memory; every consumer goes on by itself',
  kinds: ['broker kill', 'broker stop', 'kill'],
  load: { short: { records: 20_000, rate: 150 }, long: { records: 80_000, rate: 220 } },
  async run(stage) {
    await injectInTurn(stage, stage.length === 'short' ? SHORT : LONG);
    for (let i = 0; i < OUTAGES_WHILE_RESTORING[stage.length]; i += 1) await interruptRestore(stage);
  },
};

/** Kills dedup, and the broker at a random moment of dedup's next start. */
async function interruptRestore(stage: Stage): Promise<void> {
  if (await stage.system.kill('dedup-1')) stage.count('kill');
  await sleep(500 + stage.random() * 3_000);
  await inject(stage, brokerDown('kill', LONG_OUTAGE_MS));
}
