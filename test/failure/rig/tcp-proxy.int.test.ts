import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { anyFreePort } from '@heliograph/local-stack';
import { eventually } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProxy, type TcpProxy } from './tcp-proxy.ts';

let echo: Server;
let target: number;
let proxy: TcpProxy;
let atTarget: Socket[];
let clients: Socket[];

beforeEach(async () => {
  [atTarget, clients] = [[], []];
  echo = createServer((socket) => {
    atTarget.push(socket);
    socket.on('error', () => undefined);
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const address = echo.address();
  target = typeof address === 'object' && address !== null ? address.port : 0;
  proxy = await startProxy({ port: await anyFreePort(), target });
});

afterEach(async () => {
  await proxy.stop();
  for (const socket of [...clients, ...atTarget]) socket.destroy();
  echo.close();
});

interface Client {
  readonly socket: Socket;
  readonly heard: () => string;
  /** The code of its error, once it is closed. */
  readonly closed: () => string | undefined;
}

async function aClient(): Promise<Client> {
  const socket = connect(proxy.port, '127.0.0.1');
  clients.push(socket);
  let [heard, closed, code]: [string, string | undefined, string] = ['', undefined, 'none'];
  socket.on('data', (data) => {
    heard += data;
  });
  socket.on('error', (error) => {
    code = 'code' in error ? String(error.code) : error.message;
  });
  socket.on('close', () => {
    closed = code;
  });
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return { socket, heard: () => heard, closed: () => closed };
}

/**
 * Resolves when echoes past the proxy, begun later and one after the other, have come back over more hops than one through it
 * has: what is not there by then has not come through.
 */
async function laterEchoes(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    const socket = connect(target, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('later');
    await once(socket, 'data');
    socket.destroy();
  }
}

async function anEchoing(text = 'hello'): Promise<Client> {
  const client = await aClient();
  client.socket.write(text);
  await eventually(async () => client.heard() === text);
  return client;
}

describe('a TCP proxy', () => {
  it('passes what both sides say, in order, to the end', async () => {
    const client = await aClient();
    const text = Array.from({ length: 200_000 }, (_, i) => `${i},`).join('');
    client.socket.end(text);
    expect(await eventually(async () => client.closed())).toBe('none');
    expect(client.heard() === text).toBe(true);
    expect(proxy.carried()).toBe(2 * text.length);
    await eventually(async () => proxy.connections() === 0);
  });

  it('that is cut resets what is open and refuses what is new, until it passes again', async () => {
    const client = await anEchoing();
    await proxy.cut();
    expect(await eventually(async () => client.closed())).toBe('ECONNRESET');
    await eventually(async () => atTarget[0]?.destroyed === true);
    expect((await aClient()).closed()).toBe('ECONNREFUSED');
    await proxy.pass();
    await anEchoing();
  });

  it('that is a black hole accepts, answers nothing, and says nothing', async () => {
    const open = await anEchoing();
    await proxy.blackhole();
    const late = await aClient();
    for (const { socket } of [open, late]) socket.write(' lost');
    atTarget[0]?.resetAndDestroy();
    await laterEchoes();
    expect([open.heard(), late.heard()]).toEqual(['hello', '']);
    expect([open.closed(), late.closed()]).toEqual([undefined, undefined]);
    // What has lost bytes cannot go on.
    await proxy.pass();
    await eventually(async () => open.closed() === 'ECONNRESET' && late.closed() === 'ECONNRESET');
    await anEchoing();
  });

  it('that stalls delivers everything late', async () => {
    const client = await anEchoing();
    await proxy.stall();
    client.socket.write(' again');
    await laterEchoes();
    expect(client.heard()).toBe('hello');
    await proxy.pass();
    await eventually(async () => client.heard() === 'hello again');
    expect(client.closed()).toBeUndefined();
  });

  it('that is slow takes its latency both ways', async () => {
    const client = await aClient();
    await proxy.slow({ latencyMs: 100, bytesPerSecond: 1e9 });
    const from = performance.now();
    client.socket.write('hello');
    await eventually(async () => client.heard() === 'hello');
    expect(performance.now() - from).toBeGreaterThanOrEqual(200);
    expect(performance.now() - from).toBeLessThan(2000);
  });

  it('that is slow carries so many bytes a second', async () => {
    const client = await aClient();
    await proxy.slow({ latencyMs: 0, bytesPerSecond: 200_000 });
    const from = performance.now();
    client.socket.write(Buffer.alloc(100_000, 'x'));
    await eventually(async () => client.heard().length === 100_000);
    expect(performance.now() - from).toBeGreaterThanOrEqual(500);
  });

  it('leaves a connection half-open, on the side that is wanted', async () => {
    const first = await anEchoing();
    await proxy.halfOpen('target');
    await eventually(async () => atTarget[0]?.destroyed === true);
    first.socket.write(' anyone?');
    await laterEchoes();
    expect([first.heard(), first.closed()]).toEqual(['hello', undefined]);

    const second = await anEchoing();
    const secondAtTarget = atTarget.at(-1);
    await proxy.halfOpen('client');
    expect(await eventually(async () => second.closed())).toBe('ECONNRESET');
    await laterEchoes();
    expect(secondAtTarget?.destroyed).toBe(false);
    await anEchoing();
  });

  it('resets a connection whose target is down', async () => {
    echo.close();
    const client = await aClient();
    expect(await eventually(async () => client.closed())).toBe('ECONNRESET');
  });
});
