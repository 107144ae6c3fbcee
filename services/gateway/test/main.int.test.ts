import { RawRecord } from '@heliograph/schema';
import { createPublisher, readTopic } from '@heliograph/stream';
import { makeTopics, testKafka, testRuntime } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { Config } from '../src/config.ts';
import { startGateway } from '../src/gateway.ts';
import { aHost, aPulpReport, aTrentoReport } from './reports.ts';
import { register } from './running-gateway.ts';

it('has every record of a 2xx in the raw topic, and of a rejected envelope none', async () => {
  const kafka = testKafka('gateway');
  await makeTopics(kafka, ['raw'], 3);
  const runtime = testRuntime();
  const limits = { maxInFlightBytes: 1e7, deliveryTimeoutMs: 10_000 };
  const publisher = await createPublisher({ kafka, stage: 'gateway', topic: 'raw', runtime, ...limits });
  const config = Config.parse({ gatewayPort: 0, gatewayPreStopDelayMs: 0 });
  const server = await startGateway(config, register, publisher, runtime);

  const hosts = Array.from({ length: 20 }, (_, i) => aHost({ agent_id: `host-${i}` }));
  const id = '0b4f0fbe-6c4e-4d3b-9f0a-2f6d7c1f5a11';
  const trento = aTrentoReport({ id, payload: [aHost(), ...hosts] });
  const post = async (body: unknown) => {
    const headers = { 'Content-Type': 'application/json' };
    const url = `http://127.0.0.1:${server.port}/v1/telemetry`;
    return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status;
  };
  expect(await post([trento, aPulpReport(), aPulpReport({ time: 'noon' })])).toBe(207);
  expect(await post(trento)).toBe(202);
  await server.stop();
  await publisher.stop();

  const records = await readTopic(kafka, 'raw');
  const raw = records.map(({ value }) => RawRecord.parse(JSON.parse(String(value))));
  expect(records.map(({ key }) => key)).toStrictEqual(raw.map(({ system_id }) => system_id));
  // The retry of a source, or of a produce request, leaves a record several times: under one id, by which dedup knows it.
  const bySystem = Map.groupBy(raw, ({ system_id }) => system_id);
  expect(bySystem.size).toBe(22);
  for (const copies of bySystem.values()) expect(new Set(copies.map((copy) => copy.id)).size).toBe(1);
  const copiesOf = (system: unknown) => raw.filter(({ system_id }) => system_id === system).length;
  for (const { agent_id } of [aHost(), ...hosts]) expect(copiesOf(agent_id)).toBeGreaterThanOrEqual(2);
  expect(new Set(records.map(({ headers }) => headers.traceparent)).size).toBe(2);
  const partitions = Map.groupBy(records, ({ key }) => key).values();
  expect([...partitions].every((each) => new Set(each.map(({ partition }) => partition)).size === 1)).toBe(true);
  expect(runtime.failures).toStrictEqual([]);
});
