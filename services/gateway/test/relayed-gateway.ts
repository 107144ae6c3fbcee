import { topicsOf } from '@heliograph/schema';
import type { KafkaSettings } from '@heliograph/stream';
import { makeTopics, testKafka } from '@heliograph/testkit';
import { type BrokerRelay, startBrokerRelay } from './broker-relay.ts';
import { type GatewayProcess, PARTITIONS, startGatewayProcess } from './gateway-process.ts';
import { aPulpReport } from './reports.ts';

export interface RelayedGateway {
  readonly gateway: GatewayProcess;
  /** Between the gateway and the broker. */
  readonly relay: BrokerRelay;
  /** The way around the relay. */
  readonly direct: KafkaSettings;
  stop(): Promise<void>;
}

/** A gateway as a process, with topics of its own, that reaches the real broker through a relay. */
export async function startRelayedGateway(
  settings: Record<string, string | number>,
  nodeOptions: readonly string[] = [],
): Promise<RelayedGateway> {
  const direct = testKafka('overload');
  await makeTopics(direct, topicsOf('gateway'), PARTITIONS);
  const relay = await startBrokerRelay(direct.brokers[0] ?? '');
  const gateway = await startGatewayProcess({ ...direct, brokers: [relay.address] }, settings, nodeOptions);
  return {
    gateway,
    relay,
    direct,
    async stop() {
      gateway.kill('SIGKILL');
      await gateway.ended;
      await relay.stop();
    },
  };
}

/** Sends one report and gives the answer. */
export function postReport({ url }: GatewayProcess, payload?: object): Promise<Response> {
  const body = JSON.stringify(aPulpReport(payload === undefined ? {} : { payload }));
  return fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
}
