import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type ApiName, apiOf, errorCodeAt } from './error-codes.ts';

/** What a client has instead of a network and a broker that do as they should. */
export interface OddRelay {
  readonly address: string;
  /** How often the broker has answered such a request. */
  answered(name: ApiName): number;
  /** What the broker has answered. */
  answeredBytes(): number;
  /** The next answers to such a request carry this code. What was asked for has been done all the same. */
  answer(name: ApiName, code: number, times: number): void;
  /** Takes what is said on either side, and delivers it once it passes again. */
  stall(): void;
  /** Breaks every connection, and there is nobody at the address. */
  refuse(): Promise<void>;
  pass(): Promise<void>;
  stop(): Promise<void>;
}

/** Stands between clients and the one real broker at host:port, and passes at first. */
export async function startOddRelay(broker: string): Promise<OddRelay> {
  const [host = '', brokerPort = ''] = broker.split(':');
  const sockets = new Set<Socket>();
  const odd = new Map<ApiName, { code: number; times: number }>();
  const counts = new Map<ApiName, number>();
  let isStalled = false;
  let answeredBytes = 0;
  let port = 0;

  const server = createServer((near) => {
    const far = connect(Number(brokerPort), host);
    const asked = new Map<number, ApiName>();
    carry(near, far, (request) => {
      const name = apiOf(request);
      if (name !== undefined) asked.set(request.readInt32BE(4), name);
      return request;
    });
    carry(far, near, (answer) => {
      const correlation = answer.readInt32BE(0);
      const name = asked.get(correlation);
      asked.delete(correlation);
      answeredBytes += answer.length;
      const body = answer.subarray(4);
      replaceAddress(body, addressBytes(host, Number(brokerPort)), addressBytes(host, port));
      if (name !== undefined) falsify(name, body);
      return answer;
    });
  });

  function falsify(name: ApiName, body: Buffer): void {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const wanted = odd.get(name);
    const at = errorCodeAt(name, body);
    if (wanted === undefined || wanted.times === 0 || at === undefined) return;
    wanted.times -= 1;
    body.writeInt16BE(wanted.code, at);
  }

  function carry(from: Socket, to: Socket, change: (frame: Buffer) => Buffer): void {
    let rest = Buffer.alloc(0);
    sockets.add(from);
    if (isStalled) from.pause();
    from.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
        const end = 4 + rest.readInt32BE(0);
        to.write(rest.subarray(0, 4));
        to.write(change(rest.subarray(4, end)));
        rest = rest.subarray(end);
      }
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  }

  function stall(now: boolean): void {
    isStalled = now;
    for (const socket of sockets) now ? socket.pause() : socket.resume();
  }

  async function listen(): Promise<void> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  }

  async function close(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await listen();
  return {
    address: `${host}:${port}`,
    answeredBytes: () => answeredBytes,
    answered: (name) => counts.get(name) ?? 0,
    answer: (name, code, times) => void odd.set(name, { code, times }),
    stall: () => stall(true),
    refuse: close,
    async pass() {
      stall(false);
      if (!server.listening) await listen();
    },
    stop: close,
  };
}

/** As metadata have it: a text with its length before it, and a port of four bytes. */
function addressBytes(host: string, port: number): Buffer {
  const bytes = Buffer.alloc(host.length + 6);
  bytes.writeInt16BE(host.length);
  bytes.write(host, 2);
  bytes.writeInt32BE(port, host.length + 2);
  return bytes;
}

/** The broker says of itself where it is; clients have to come back this way. Both have the same length. */
function replaceAddress(bytes: Buffer, old: Buffer, replacement: Buffer): void {
  for (let at = bytes.indexOf(old); at >= 0; at = bytes.indexOf(old, at + 1)) replacement.copy(bytes, at);
}
