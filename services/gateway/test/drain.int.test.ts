import { once } from 'node:events';
import { connect } from 'node:net';
import { RawRecord } from '@heliograph/schema';
import { readTopic } from '@heliograph/stream';
import { eventually } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { startFlood } from './flood.ts';
import { postReport, type RelayedGateway, startRelayedGateway } from './relayed-gateway.ts';
import { aPulpReport } from './reports.ts';

/** Long enough for a busy machine to send a report within it. */
const ANNOUNCE_MS = 4000;
const SETTINGS = { DELIVERY_TIMEOUT_MS: 14_000, PRE_STOP_DELAY_MS: ANNOUNCE_MS };

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(settings = SETTINGS): Promise<RelayedGateway> {
  const relayed = await startRelayedGateway(settings);
  ends.push(relayed.stop);
  expect((await postReport(relayed.gateway)).status).toBe(202);
  return relayed;
}

/** A connection on which a request has been begun, but only its first line. */
async function beginRequest(port: number) {
  const body = JSON.stringify(aPulpReport());
  const head = `Host: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write('POST /v1/telemetry HTTP/1.1\r\n');
  return async () => {
    socket.write(head + body);
    let text = '';
    for await (const chunk of socket.setEncoding('utf8')) text += chunk;
    return text;
  };
}

/** Whether nothing listens on the port. */
async function isRefused(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(false)).once('error', () => resolve(true));
  }).finally(() => socket.destroy());
}

describe('SIGTERM', () => {
  it('is not ready first, serves as long as announced, answers what it has taken, and exits with 0', async () => {
    const { gateway, relay, direct } = await start();
    const finish = await beginRequest(gateway.port);
    await relay.become('holding');
    const taken = postReport(gateway, { system_id: 'taken-before' });
    gateway.kill('SIGTERM');
    await eventually(async () => (await gateway.status('/readyz')) === 503);
    expect(await gateway.status('/livez')).toBe(200);
    const announced = postReport(gateway, { system_id: 'taken-while-announcing' });
    // Its listener closes, and what still comes in on a connection that is open is refused with an answer.
    await eventually(() => isRefused(gateway.port));
    expect(await finish()).toMatch(/^HTTP\/1\.1 503 .*Connection: close.*"code":"draining"/s);
    await relay.become('passing');
    expect((await taken).status).toBe(202);
    const answer = await announced;
    expect([answer.status, answer.headers.get('connection')]).toStrictEqual([202, 'close']);
    expect(await gateway.ended).toBe(0);
    const stored = (await readTopic(direct, 'raw')).map(
      ({ value }) => RawRecord.parse(JSON.parse(String(value))).system_id,
    );
    expect(stored).toEqual(expect.arrayContaining(['taken-before', 'taken-while-announcing']));
  });

  it('breaks no connection without an answer', async () => {
    const { gateway } = await start();
    const { answers, stop } = startFlood(gateway.url, JSON.stringify(aPulpReport()), 16, 'polite');
    ends.push(stop);
    await eventually(async () => answers.length > 50);
    gateway.kill('SIGTERM');
    expect(await gateway.ended).toBe(0);
    await stop();
    const kinds = new Set(answers.map(({ status }) => status));
    expect(kinds.delete(202)).toBe(true);
    // Nothing listens any more: no request was begun.
    kinds.delete('ECONNREFUSED');
    kinds.delete(503);
    expect([...kinds]).toStrictEqual([]);
  });

  it('says 503 to what the broker does not take, and exits with 0 all the same', async () => {
    const { gateway, relay } = await start({ ...SETTINGS, DELIVERY_TIMEOUT_MS: 2000 });
    await relay.become('swallowing');
    const taken = postReport(gateway);
    gateway.kill('SIGTERM');
    expect((await taken).status).toBe(503);
    expect(await gateway.ended).toBe(0);
  });
});
