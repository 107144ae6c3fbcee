import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type Flood, startFlood } from './flood.ts';
import type { GatewayProcess } from './gateway-process.ts';
import { postReport, type RelayedGateway, startRelayedGateway } from './relayed-gateway.ts';
import { aHost, aTrentoReport } from './reports.ts';

const MIB = 1_048_576;
const DELIVERY_TIMEOUT_MS = 3000;
const CONNECTIONS = 64;
const SETTINGS = { DELIVERY_TIMEOUT_MS, PRE_STOP_DELAY_MS: 0 };

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(nodeOptions: readonly string[] = []): Promise<RelayedGateway> {
  const relayed = await startRelayedGateway(SETTINGS, nodeOptions);
  ends.push(relayed.stop);
  expect((await postReport(relayed.gateway)).status).toBe(202);
  return relayed;
}

/** Bytes of bodies that are being read, and of records that wait for the broker. */
const bytesInFlight = (gateway: GatewayProcess) => gateway.metric('heliograph_in_flight_bytes');

/** A hundred records with so many bytes of payload each, over all connections. */
function flood({ url }: GatewayProcess, bytes: number): Flood {
  const payload = Array.from({ length: 100 }, (_, i) => aHost({ agent_id: `host-${i}`, x: 'x'.repeat(bytes) }));
  const started = startFlood(url, JSON.stringify(aTrentoReport({ payload })), CONNECTIONS, 'greedy');
  ends.push(started.stop);
  return started;
}

async function worksAgain(gateway: GatewayProcess): Promise<void> {
  await eventually(async () => (await postReport(gateway)).status === 202);
  await eventually(async () => (await gateway.status('/readyz')) === 200);
  await eventually(async () => (await bytesInFlight(gateway)) === 0);
}

describe('a gateway with a heap of 64 MiB, flooded while the broker swallows everything', () => {
  // With small records the objects weigh most, with large ones the bytes: both together are more than fits.
  it.each([
    ['small', 0],
    ['large', 8000],
  ])('stays within its memory, says 503 at once, and works again: %s records', async (_, bytes) => {
    const { relay, gateway } = await start(['--max-old-space-size=64']);
    await relay.become('swallowing');
    const { answers, stop } = flood(gateway, bytes);
    let mostBytes = 0;
    const look = async () => {
      expect(await gateway.status('/livez')).toBe(200);
      mostBytes = Math.max(mostBytes, await gateway.metric('process_resident_memory_bytes'));
    };
    await eventually(async () => {
      await look();
      return (await gateway.status('/readyz')) === 503;
    });
    // Each connection may have a request under way that was sent before.
    const noticed = answers.length + 2 * CONNECTIONS;
    await eventually(async () => {
      await look();
      return answers.length > noticed + 3 * CONNECTIONS;
    });
    // No request waits for the broker any more, while all connections go on to ask.
    expect(await bytesInFlight(gateway)).toBe(0);
    await stop();
    expect(mostBytes).toBeLessThan(350 * MIB);
    expect(new Set(answers.map(({ status }) => status))).toStrictEqual(new Set([503]));
    for (const { retryAfter } of answers) expect(retryAfter).toMatch(/^[12]$/);
    // Before the delivery timeout a request waits for the broker or is one too many; after it none waits any more.
    const later = answers.slice(noticed);
    expect(new Set(later.map(({ code }) => code))).toStrictEqual(new Set(['kafka_unavailable']));

    await relay.become('passing');
    await worksAgain(gateway);
    gateway.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
  });
});

it('answers 503 at once while there is no broker, once it has noticed, and 202 when there is one again', async () => {
  const { relay, gateway } = await start();
  await relay.become('refusing');
  // A broker that restarts is waited for, as long as a delivery may take.
  expect((await postReport(gateway)).status).toBe(503);
  for (let i = 0; i < 20; i += 1) {
    const answer = await postReport(gateway);
    expect(await answer.json()).toMatchObject({ status: 503, code: 'kafka_unavailable' });
    expect(await bytesInFlight(gateway)).toBe(0);
  }
  expect(await gateway.status('/readyz')).toBe(503);
  await relay.become('passing');
  await worksAgain(gateway);
});

it('costs nobody a 503 when the broker is slow for less than the delivery timeout', async () => {
  const { relay, gateway } = await start();
  await relay.become('holding');
  const answers = Promise.all(Array.from({ length: 50 }, () => postReport(gateway)));
  await sleep(1500);
  await relay.become('passing');
  expect(new Set((await answers).map(({ status }) => status))).toStrictEqual(new Set([202]));
});
