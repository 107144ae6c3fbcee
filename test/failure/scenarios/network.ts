import { type Fault, injectInTurn } from '../faults/fault.ts';
import { networkBlackHole, networkCut, networkHalfOpen, networkSlow, networkStall } from '../faults/kafka.ts';
import type { Scenario } from '../scenario.ts';

/** A black hole longer than a session and a transaction (15 s) last. */
const SHORT: readonly Fault[] = [
  networkCut(1_500),
  networkSlow(4_000),
  networkStall(5_000),
  networkCut(200),
  networkHalfOpen(2_000),
  networkBlackHole(20_000),
];
const LONG: readonly Fault[] = [
  ...SHORT,
  networkStall(12_000),
  networkCut(8_000),
  networkHalfOpen(4_000),
  networkSlow(10_000),
  networkBlackHole(35_000),
  networkCut(35_000),
];

export const network: Scenario = {
  name: 'network',
  what: 'the network to Kafka cut, stalled, slowed, swallowed and half closed by a TCP proxy, in the middle of transactions',
  kinds: ['network cut', 'network stall', 'network slow', 'network black hole', 'network half open'],
  load: { short: { records: 20_000, rate: 150 }, long: { records: 80_000, rate: 200 } },
  run: (stage) => injectInTurn(stage, stage.length === 'short' ? SHORT : LONG),
};
