import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { eventually } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { aPulpReport } from './reports.ts';
import { startTestGateway } from './running-gateway.ts';

type Gateway = Awaited<ReturnType<typeof startTestGateway>>;
const MIB = 1_048_576;
const body = JSON.stringify(aPulpReport());
const head = (length: number) =>
  `POST /v1/telemetry HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;

const gateways: Gateway[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const { server } of gateways.splice(0)) await server.stop();
});

async function start(settings: Parameters<typeof startTestGateway>[0] = {}): Promise<Gateway> {
  const gateway = await startTestGateway(settings);
  gateways.push(gateway);
  return gateway;
}

/** A connection to which anything can be written, and what has come back on it. */
function dial({ server }: Gateway) {
  const socket = connect(server.port, '127.0.0.1');
  const answer = { text: '', isOver: false };
  socket.setEncoding('utf8');
  socket.on('data', (text) => {
    answer.text += text;
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    answer.isOver = true;
  });
  sockets.push(socket);
  return { socket, answer };
}

async function answerTo(gateway: Gateway, request: string): Promise<string> {
  const { socket, answer } = dial(gateway);
  socket.write(request);
  return eventually(async () => answer.isOver && answer.text);
}

const inFlight = async ({ runtime }: Gateway) =>
  Number(/^heliograph_in_flight_bytes (\d+)$/m.exec(await runtime.registry.metrics())?.[1]);

describe('what never becomes a request', () => {
  it.each([
    ['what is not HTTP', 'GIVE ME\r\n\r\n', 400, 'malformed_http'],
    ['two lengths', `${head(5).trimEnd()}\r\nTransfer-Encoding: chunked\r\n\r\n`, 400, 'malformed_http'],
    ['a length that is none', head(Number.NaN), 400, 'malformed_http'],
    ['headers of 20 KB', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
  ])('is answered: %s', async (_, request, status, code) => {
    const answer = await answerTo(await start(), request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('Cache-Control: no-store');
    expect(answer).toContain(`"code":"${code}"`);
  });

  it('may lack a Host in HTTP/1.0 only', async () => {
    const gateway = await start();
    const without = (version: string) => `GET /x HTTP/${version}\r\n\r\n`;
    expect(await answerTo(gateway, without('1.1'))).toContain('"code":"malformed_http"');
    expect(await answerTo(gateway, without('1.0'))).toContain('"code":"not_found"');
  });

  it.each([
    ['an absolute one', 'http://x/v1/telemetry', '"status":"accepted"'],
    ['one with an authority that is none', 'http://127.0.[[0.1/v1/telemetry', '"status":"accepted"'],
    // The address of Pulp's clients, which send no JSON.
    ['one without a path', '*', '"code":"unsupported_media_type"'],
  ])('may have any target: %s', async (_, target, expected) => {
    const request = head(body.length)
      .replace('/v1/telemetry', target)
      .replace('Host: x', 'Host: x\r\nConnection: close');
    const answer = await answerTo(await start(), `${request}${body}`);
    expect(answer).toContain('Cache-Control: no-store');
    expect(answer).toContain(expected);
  });

  it('is a request whatever it expects', async () => {
    const expecting = head(body.length).replace('Host: x', 'Host: x\r\nConnection: close\r\nExpect: applause');
    expect(await answerTo(await start(), `${expecting}${body}`)).toMatch(/^HTTP\/1.1 202 /);
  });

  it('has no endless time for its head', async () => {
    const answer = await answerTo(await start({ gatewayHeadersTimeoutMs: 1000 }), 'POST /v1/telemetry HTTP/1.1\r\n');
    expect(answer).toContain('"code":"request_timeout"');
  });
});

it.each(['http://gateway.example', 'HTTPS://gateway.example:8080/', ''])(
  'takes a request whose target has the origin %j',
  async (origin) => {
    const target = `${origin}/v1//telemetry?a=//`;
    const request = `${head(body.length).replace('/v1/telemetry', target).trimEnd()}\r\nConnection: close\r\n\r\n${body}`;
    expect(await answerTo(await start(), request)).toMatch(/^HTTP\/1.1 202 /);
  },
);

it('counts the bytes of a body that does not say its length', async () => {
  const gateway = await start({ gatewayMaxBodyBytes: 1024 });
  const chunk = `200\r\n${' '.repeat(512)}\r\n`;
  const chunked = head(0).replace('Content-Length: 0', 'Transfer-Encoding: chunked\r\nConnection: close');
  const send = (chunks: number) => answerTo(gateway, `${chunked}${chunk.repeat(chunks)}0\r\n\r\n`);
  expect(await send(2)).toContain('"code":"malformed_json"');
  expect(await send(3)).toMatch(/^HTTP\/1.1 413 .*"code":"body_too_large"/s);
});

describe('the bound on bytes in flight', () => {
  it('refuses large bodies beyond it at once and still takes small ones, and frees what a sender leaves behind', async () => {
    const gateway = await start({ gatewayMaxBodyBytes: 4 * MIB, gatewayMaxInFlightBytes: 32 * MIB });
    const held = 4 * MIB - 1;
    const senders = Array.from({ length: 6 }, () => dial(gateway).socket);
    for (const socket of senders) socket.write(head(4 * MIB) + ' '.repeat(held));
    await eventually(async () => (await inFlight(gateway)) === 6 * held);

    expect((await gateway.post(body)).status).toBe(202);
    const refused = await gateway.post(body + ' '.repeat(MIB));
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'overloaded' }]);
    expect(refused.headers.get('retry-after')).toMatch(/^[12]$/);

    for (const socket of senders) socket.destroy();
    await eventually(async () => (await inFlight(gateway)) === 0);
    expect((await gateway.post(body)).status).toBe(202);
  });
});

describe('what would be refused in the end', () => {
  it.each([
    ['overloaded', 'overloaded'],
    ['unavailable', 'kafka_unavailable'],
  ] as const)('is refused before its body has come: %s', async (failure, code) => {
    const gateway = await start();
    gateway.publisher.refuseWith(failure);
    const { socket, answer } = dial(gateway);
    socket.write(head(body.length));
    await eventually(async () => answer.text.includes('"code"'));
    expect(answer.text).toMatch(/^HTTP\/1.1 503 .*Retry-After: [12]\r\n/s);
    expect(answer.text).toContain(`"code":"${code}"`);
    // The body that still comes is thrown away, and the connection serves on.
    socket.write(body + head(body.length));
    await eventually(async () => answer.text.split('"code"').length === 3);
    expect(answer.isOver).toBe(false);
  });
});

describe('stop', () => {
  it('serves while it announces, and asks senders to use another connection', async () => {
    const gateway = await startTestGateway({ gatewayPreStopDelayMs: 300 });
    const stopped = gateway.server.stop();
    const answer = await gateway.post(body);
    expect([answer.status, answer.headers.get('connection')]).toStrictEqual([202, 'close']);
    await stopped;
    await expect(gateway.post(body)).rejects.toThrow();
  });

  it('answers what it has taken, and takes no more, on connections that are open as well', async () => {
    const gateway = await startTestGateway();
    const early = dial(gateway);
    const late = dial(gateway);
    const release = gateway.publisher.hold();
    early.socket.write(head(body.length) + body);
    await eventually(async () => gateway.publisher.waiting === 1);
    await (late.socket.connecting ? once(late.socket, 'connect') : undefined);
    // Half a head keeps the connection from being idle.
    late.socket.write(head(body.length).slice(0, 20));
    const stopped = gateway.server.stop();
    await eventually(async () => (await fetch(gateway.url).catch(() => undefined)) === undefined);
    late.socket.write(head(body.length).slice(20) + body);
    const refused = await eventually(async () => late.answer.isOver && late.answer.text);
    expect(refused).toContain('"code":"draining"');
    expect(refused).toContain('Connection: close');
    expect(early.answer.isOver).toBe(false);
    release();
    await stopped;
    await eventually(async () => early.answer.isOver);
    expect(early.answer.text).toMatch(/^HTTP\/1.1 202 /);
    expect(gateway.publisher.published).toHaveLength(1);
  });
});
