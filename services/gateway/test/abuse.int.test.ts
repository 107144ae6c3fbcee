import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { eventually } from '@heliograph/testkit';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type RelayedGateway, startRelayedGateway } from './relayed-gateway.ts';
import { aHost, aTrentoReport } from './reports.ts';

/** Linux answers on the whole of 127/8, so that the abuser and the others have addresses of their own. */
const ABUSER = '127.0.0.2';
const OTHER = '127.0.0.3';
const P99_MS = 1000;
const HEAD = 'POST /v1/telemetry HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

let relayed: RelayedGateway;
const sockets: Socket[] = [];

beforeAll(async () => {
  relayed = await startRelayedGateway({ RATE_LIMIT_PER_ADDRESS: 100, MAX_CONNECTIONS: 400 });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => relayed.stop());

interface Answer {
  readonly status: number;
  readonly code: string;
  readonly tookMs: number;
}

/** Posts from an address; status 0 where the connection was closed. */
function post(from: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
  const began = performance.now();
  return new Promise((resolve) => {
    const end = (status: number, text: string) =>
      resolve({ status, code: /"code":"(\w+)"/.exec(text)?.[1] ?? '', tookMs: performance.now() - began });
    const sent = request(
      relayed.gateway.url,
      {
        method: 'POST',
        agent: new Agent(),
        localAddress: from,
        headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), ...headers },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => end(response.statusCode ?? 0, text));
      },
    );
    sent.on('error', () => end(0, ''));
    sent.end(body);
  });
}

/** Opens a connection from the abuser's address and writes to it; it stays open until the gateway ends it. */
function open(text: string | Buffer): Socket {
  const socket = connect({ port: relayed.gateway.port, host: '127.0.0.1', localAddress: ABUSER });
  socket.on('error', () => {});
  socket.on('data', () => {});
  socket.write(text);
  sockets.push(socket);
  return socket;
}

/** A hundred reports of others, one after the other: all are taken. Gives what 99 of them took at the most, in milliseconds. */
async function p99OfOthers(): Promise<number> {
  const answers: Answer[] = [];
  for (let i = 0; i < 100; i += 1) answers.push(await post(OTHER, JSON.stringify(aTrentoReport())));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  return answers.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b)[98] ?? Number.POSITIVE_INFINITY;
}

/** Measured up to three times: a machine that is busy with something else can only make it longer. */
async function othersAreServed(): Promise<void> {
  let p99 = await p99OfOthers();
  for (let again = 0; again < 2 && p99 >= P99_MS; again += 1) p99 = await p99OfOthers();
  expect(p99).toBeLessThan(P99_MS);
}

it('few bytes on the wire that become many are paid for as many', async () => {
  const records = Array.from({ length: 14 }, (_, i) => aHost({ agent_id: `host-${i}`, x: 'x'.repeat(60_000) }));
  const body = gzipSync(JSON.stringify(aTrentoReport({ payload: records })), { level: 9 });
  expect(body.length).toBeLessThan(10_000);
  const answers: Answer[] = [];
  // 840 kB each: at 100 tokens of 4 KiB a second, with ten seconds' worth at once, some five are taken.
  for (let i = 0; i < 40; i += 1) answers.push(await post(ABUSER, body, { 'Content-Encoding': 'gzip' }));
  const taken = answers.filter(({ status }) => status < 300).length;
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(12);
  expect(answers.at(-1)).toMatchObject({ status: 429, code: 'address_rate_limited' });
  await othersAreServed();
});

it('bodies that never end hold no more than their address’s share, and not for long', async () => {
  const body = Buffer.alloc(1_000_000, ' ');
  const held = Array.from({ length: 60 }, () => {
    const socket = open(`${HEAD}Content-Length: 1048576\r\n\r\n`);
    socket.write(body);
    return new Promise<void>((resolve) => socket.once('close', () => resolve()));
  });
  await eventually(async () => (await relayed.gateway.metric('heliograph_in_flight_bytes')) > 1_000_000);
  await othersAreServed();
  await Promise.all(held);
  await eventually(async () => (await relayed.gateway.metric('heliograph_in_flight_bytes')) === 0);
});

it('connections that one address keeps open leave room for others', async () => {
  for (let i = 0; i < 600; i += 1) open('GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n');
  await eventually(
    async () => (await relayed.gateway.metric('heliograph_refused_connections_total{reason="address"}')) > 0,
  );
  await othersAreServed();
});
