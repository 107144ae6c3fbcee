import { receiptOf } from '@heliograph/runtime';
import { RawRequest, REQUEST_HEADER } from '@heliograph/schema';
import { createPublisher, readTopic } from '@heliograph/stream';
import { makeTopics, testKafka, testRuntime } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { Config } from '../src/config.ts';
import { startGateway } from '../src/gateway.ts';
import { aPulpReport } from './reports.ts';
import { register } from './running-gateway.ts';

it('has a request in the log between the reports that came before and after it, whichever gateway took them', async () => {
  const kafka = testKafka('requests');
  await makeTopics(kafka, ['raw'], 3);
  const gateways = await Promise.all(
    [1, 2].map(async () => {
      const runtime = testRuntime();
      const limits = { maxInFlightBytes: 1e7, deliveryTimeoutMs: 10_000 };
      const publisher = await createPublisher({ kafka, stage: 'gateway', topic: 'raw', runtime, ...limits });
      const config = Config.parse({ gatewayPort: 0, gatewayPreStopDelayMs: 0 });
      return { publisher, server: await startGateway(config, register, publisher, runtime) };
    }),
  );
  const post = async (gateway: number, path: string, body: unknown): Promise<unknown> => {
    const headers = { 'Content-Type': 'application/json' };
    const url = `http://127.0.0.1:${gateways[gateway]?.server.port}${path}`;
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(202);
    return answer.json();
  };

  const systems = Array.from({ length: 12 }, (_, n) => `system-${n}`);
  const answers = await Promise.all(
    systems.map(async (system_id) => {
      const report = (version: string) => aPulpReport({ payload: { system_id, version } });
      await post(0, '/v1/telemetry', report('1'));
      const erasure = await post(1, '/v1/erasures', { application: 'pulp', system_id });
      await post(0, '/v1/telemetry', report('2'));
      const exported = await post(1, '/v1/exports', { application: 'pulp', telemetry_type: 'status', system_id });
      return { system_id, ids: [erasure, exported] };
    }),
  );
  for (const { server, publisher } of gateways) {
    await server.stop();
    await publisher.stop();
  }

  const raw = await readTopic(kafka, 'raw');
  for (const { system_id, ids } of answers) {
    const own = raw.filter(({ key }) => key === system_id);
    expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
    // A produce request that is sent again may leave a record twice, side by side.
    const values = own.map(({ value }) => JSON.parse(String(value)));
    const order = values.map((value) => value.payload?.version ?? value.request);
    expect(order.filter((word, i) => word !== order[i - 1])).toStrictEqual(['1', 'erasure', '2', 'export']);
    const requests = own.filter(({ headers }) => headers[REQUEST_HEADER] !== undefined);
    const receipts = new Set(requests.map(({ value }) => RawRequest.parse(JSON.parse(String(value))).receipt));
    expect([...receipts]).toStrictEqual(ids.map((one) => receiptOf((one as { id: string }).id)));
  }
  for (const { key, value, headers } of raw)
    for (const { id } of answers.flatMap(({ ids }) => ids as { id: string }[]))
      expect(`${key} ${value} ${JSON.stringify(headers)}`).not.toContain(id);
});
