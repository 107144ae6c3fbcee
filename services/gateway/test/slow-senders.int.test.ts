import { connect } from 'node:net';
import { eventually } from '@heliograph/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postReport, type RelayedGateway, startRelayedGateway } from './relayed-gateway.ts';

const HEADERS_TIMEOUT_MS = 1000;
const REQUEST_TIMEOUT_MS = 2000;
const KEEP_ALIVE_TIMEOUT_MS = 1000;
/** Node looks every half second; the rest is for a busy machine, and far less than the senders would take. */
const GRACE_MS = 10_000;
const EVERY_MS = 100;
const SENDERS = 40;

let relayed: RelayedGateway;
beforeAll(async () => {
  relayed = await startRelayedGateway({
    HEADERS_TIMEOUT_MS,
    REQUEST_TIMEOUT_MS,
    KEEP_ALIVE_TIMEOUT_MS,
    MAX_CONNECTIONS: SENDERS + 20,
  });
});
afterAll(() => relayed.stop());

const HEAD = 'POST /v1/telemetry HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const withBody = (length: number) => `${HEAD}Content-Length: ${length}\r\n\r\n`;

/** Writes `first`, then `drop` again and again until the gateway ends the connection. */
function dribble(first: string, drop: string) {
  const from = performance.now();
  return new Promise<{ text: string; tookMs: number }>((resolve) => {
    const socket = connect(relayed.gateway.port, '127.0.0.1');
    const drip = setInterval(() => drop !== '' && socket.write(drop), EVERY_MS);
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(drip);
      resolve({ text, tookMs: performance.now() - from });
    });
    if (first !== '') socket.write(first);
  });
}

describe('a sender that takes for ever', () => {
  it.each([
    ['says nothing', '', '', HEADERS_TIMEOUT_MS],
    ['dribbles the head', HEAD, 'X: y\r\n', HEADERS_TIMEOUT_MS],
    ['stops within the head', HEAD, '', HEADERS_TIMEOUT_MS],
    ['dribbles the body', withBody(100_000), ' ', REQUEST_TIMEOUT_MS],
    ['dribbles chunks', `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\n \r\n', REQUEST_TIMEOUT_MS],
    ['stops within the body', `${withBody(100_000)}{`, '', REQUEST_TIMEOUT_MS],
  ])('is told 408 and loses its connection, while others are served: %s', async (_, first, drop, timeoutMs) => {
    const slow = Promise.all(Array.from({ length: SENDERS }, () => dribble(first, drop)));
    const asked = performance.now();
    expect((await postReport(relayed.gateway)).status).toBe(202);
    expect(performance.now() - asked).toBeLessThan(GRACE_MS);
    for (const { text, tookMs } of await slow) {
      expect(text).toMatch(/^HTTP\/1\.1 408 .*"code":"request_timeout"/s);
      expect(tookMs).toBeLessThan(timeoutMs + GRACE_MS);
    }
    await eventually(async () => (await relayed.gateway.metric('heliograph_in_flight_bytes')) === 0);
  });

  it('loses a connection on which it sends no further request', async () => {
    const { text, tookMs } = await dribble('GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n', '');
    expect(text).toMatch(/^HTTP\/1\.1 404 /);
    // Node waits a second longer than it tells the client, who may just be sending.
    expect(tookMs).toBeLessThan(KEEP_ALIVE_TIMEOUT_MS + 1000 + GRACE_MS);
  });
});

it('takes no more connections than it is allowed, and others again when those have ended', async () => {
  const many = Promise.all(Array.from({ length: SENDERS + 40 }, () => dribble('', '')));
  const ended = await many;
  const dropped = ended.filter(({ text }) => text === '');
  expect(dropped.length).toBeGreaterThanOrEqual(20);
  expect(ended.length - dropped.length).toBeGreaterThan(20);
  expect((await postReport(relayed.gateway)).status).toBe(202);
});
