import { createServer } from 'node:net';
import type { AccessKeyRecord } from '@heliograph/schema';
import { topicsOf } from '@heliograph/schema';
import { writeRows } from '@heliograph/stream';
import { eventually, makeTopics, testKafka } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type BrokerRelay, startBrokerRelay } from './broker-relay.ts';
import { type GatewayProcess, PARTITIONS, startGatewayProcess } from './gateway-process.ts';
import { aKey, SECRET } from './keys.ts';
import { aPulpReport } from './reports.ts';

const ended: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

async function topics() {
  const kafka = testKafka('keys');
  await makeTopics(kafka, topicsOf('gateway'), PARTITIONS);
  const write = (record: AccessKeyRecord) => writeRows(kafka, 'keys', [{ key: record.id, value: record }]);
  return { kafka, write };
}

const settings = { AUTH_MODE: 'keys' };
const shared = { HELIOGRAPH_ACCESS_KEY_SECRET: SECRET };

async function start(kafka: Parameters<typeof startGatewayProcess>[0], own: Record<string, string | number> = {}) {
  const gateway = await startGatewayProcess(kafka, { ...settings, ...own }, [], shared);
  ended.push(async () => {
    gateway.kill('SIGKILL');
    await gateway.ended;
  });
  return gateway;
}

async function send({ url }: Pick<GatewayProcess, 'url'>, key: string): Promise<number> {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(aPulpReport()) });
  await answer.body?.cancel();
  return answer.status;
}

async function relayTo(broker: string): Promise<BrokerRelay> {
  const relay = await startBrokerRelay(broker);
  ended.push(() => relay.stop());
  return relay;
}

/** A port that nobody has now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a gateway that requires keys', () => {
  it('knows at its first request every key that was there, and learns of changes', async () => {
    const { kafka, write } = await topics();
    const [early, late, expired] = [aKey(), aKey(), aKey({ expires_at: '2020-01-01T00:00:00Z' })];
    await write(early.record);
    await write(expired.record);
    const gateways = [await start(kafka), await start(kafka)] as const;
    for (const gateway of gateways) {
      expect(await gateway.status('/readyz')).toBe(200);
      expect(await send(gateway, early.text)).toBe(202);
      expect(await send(gateway, expired.text)).toBe(401);
      expect(await send(gateway, late.text)).toBe(401);
    }
    await write(late.record);
    for (const gateway of gateways) await eventually(async () => (await send(gateway, late.text)) === 202);
    await write({ ...early.record, revoked_at: new Date().toISOString() });
    for (const gateway of gateways) await eventually(async () => (await send(gateway, early.text)) === 401);
    for (const gateway of gateways) expect(await send(gateway, late.text)).toBe(202);
  });

  it('neither serves nor says that it is ready before it has read the keys, however slow the log is', async () => {
    const { kafka, write } = await topics();
    const { record, text } = aKey();
    await write(record);
    const relay = await relayTo(kafka.brokers[0] ?? '');
    const [port, admin] = [await freePort(), await freePort()];
    const reading = relay.holdAt('.table.');
    const starting = start({ ...kafka, brokers: [relay.address] }, { PORT: port, ADMIN_PORT: admin });
    const ready = async () => fetch(`http://127.0.0.1:${admin}/readyz`).catch(() => undefined);
    await reading;
    // The answer that would tell it the keys is held back.
    expect((await ready())?.status).toBe(503);
    await expect(send({ url: `http://127.0.0.1:${port}/v1/telemetry` }, text)).rejects.toThrow();
    await relay.become('passing');
    const gateway = await starting;
    expect(await send(gateway, text)).toBe(202);
    await eventually(async () => (await ready())?.status === 200);
  });

  it('goes on with the keys that it knows through an outage, and learns afterwards what has changed meanwhile', async () => {
    const { kafka, write } = await topics();
    const [kept, revoked] = [aKey(), aKey()];
    for (const { record } of [kept, revoked]) await write(record);
    const relay = await relayTo(kafka.brokers[0] ?? '');
    const gateway = await start({ ...kafka, brokers: [relay.address] });
    await relay.become('refusing');
    await eventually(async () => (await send(gateway, kept.text)) === 503);
    await write({ ...revoked.record, revoked_at: new Date().toISOString() });
    expect(await send(gateway, 'hg_nobody')).toBe(401);
    await relay.become('passing');
    await eventually(async () => (await send(gateway, kept.text)) === 202);
    await eventually(async () => (await send(gateway, revoked.text)) === 401);
    await eventually(async () => (await gateway.status('/readyz')) === 200);
  });

  it('waits for a log that is away, and says so', async () => {
    const { kafka, write } = await topics();
    const { record, text } = aKey();
    await write(record);
    const relay = await relayTo(kafka.brokers[0] ?? '');
    await relay.become('refusing');
    const [port, admin] = [await freePort(), await freePort()];
    const starting = start({ ...kafka, brokers: [relay.address] }, { PORT: port, ADMIN_PORT: admin });
    await eventually(async () => {
      const answer = await fetch(`http://127.0.0.1:${admin}/readyz`);
      return (
        answer.status === 503 && (await answer.text()).includes('"topics":{"ready":false,"why":"kafka_connection"}')
      );
    });
    await relay.become('passing');
    expect(await send(await starting, text)).toBe(202);
  });

  it('does not start without the secret', async () => {
    const { kafka } = await topics();
    await expect(startGatewayProcess(kafka, settings)).rejects.toThrow(
      'HELIOGRAPH_ACCESS_KEY_SECRET: is required with HELIOGRAPH_GATEWAY_AUTH_MODE',
    );
  });
});
