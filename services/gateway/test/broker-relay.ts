import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A stretch of network between a client and the one broker behind it. `passing`: as if it were not there. `holding`:
 * everything waits, and comes through later. `swallowing`: connections are taken, but nothing comes through, and never will
 * on those that have lost something. `refusing`: there is nobody at this address.
 */
export interface BrokerRelay {
  readonly address: string;
  become(state: 'passing' | 'holding' | 'swallowing' | 'refusing'): Promise<void>;
  /** Becomes `holding` the moment the client says this; resolves then. */
  holdAt(text: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts passing; `broker` is host:port. */
export async function startBrokerRelay(broker: string): Promise<BrokerRelay> {
  const [host = '', brokerPort = ''] = broker.split(':');
  const sockets = new Set<Socket>();
  let swallows = false;
  let holds = false;
  let port = 0;
  let trap: { readonly text: string; readonly sprung: () => void } | undefined;

  const server = createServer((near) => {
    const far = connect(Number(brokerPort), host);
    let isDead = false;
    const pipe = (from: Socket, to: Socket, change: (bytes: Buffer) => Buffer) => {
      sockets.add(from);
      if (holds) from.pause();
      from.on('data', (bytes) => {
        if (from === near && trap !== undefined && bytes.includes(trap.text)) {
          hold(true);
          trap.sprung();
          trap = undefined;
        }
        isDead ||= swallows;
        if (!isDead) to.write(change(bytes));
      });
      from.on('error', () => {});
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    };
    pipe(near, far, (bytes) => bytes);
    // The broker says of itself where it is; the client has to come back this way.
    pipe(far, near, (bytes) => replace(bytes, addressBytes(host, Number(brokerPort)), addressBytes(host, port)));
  });

  function hold(now: boolean): void {
    holds = now;
    for (const socket of sockets) {
      if (holds) socket.pause();
      else socket.resume();
    }
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
    async become(state) {
      swallows = state === 'swallowing';
      hold(state === 'holding');
      if (state === 'refusing') await close();
      else if (!server.listening) await listen();
    },
    holdAt(text) {
      const { promise, resolve } = Promise.withResolvers<void>();
      trap = { text, sprung: resolve };
      return promise;
    },
    stop: close,
  };
}

/** As a metadata response has it: a text with its length before it, and a port of four bytes. */
function addressBytes(host: string, port: number): Buffer {
  const bytes = Buffer.alloc(host.length + 6);
  bytes.writeInt16BE(host.length);
  bytes.write(host, 2);
  bytes.writeInt32BE(port, host.length + 2);
  return bytes;
}

/** Both have the same length. */
function replace(bytes: Buffer, old: Buffer, replacement: Buffer): Buffer {
  for (let at = bytes.indexOf(old); at >= 0; at = bytes.indexOf(old, at)) replacement.copy(bytes, at);
  return bytes;
}
