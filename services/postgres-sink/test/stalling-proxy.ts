import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that can fall silent, as a network does that loses every packet: nothing passes, and nobody is told. */
export interface StallingProxy {
  readonly port: number;
  /** Silence on all connections, those to come too, until `flow`. */
  stall(): void;
  flow(): void;
  /** The next connection on which the client says this is silent from then on; `lost` says whether that still arrives. */
  stallAt(text: string, lost: 'with it' | 'after it'): void;
  /** How many connections `stallAt` has silenced. */
  stalled(): number;
  close(): Promise<void>;
}

export async function startStallingProxy(target: { host: string; port: number }): Promise<StallingProxy> {
  const sockets = new Set<Socket>();
  let isStalled = false;
  let trap: { text: string; lost: 'with it' | 'after it' } | undefined;
  let trapped = 0;

  const server = createServer((near) => {
    const far = connect(target);
    const pairs = [
      [near, far],
      [far, near],
    ] as const;
    for (const [from, to] of pairs) {
      sockets.add(from);
      from.on('data', (chunk) => {
        const isTrapped = from === near && trap !== undefined && chunk.includes(trap.text);
        if (!isTrapped || trap?.lost === 'after it') to.write(chunk);
        if (!isTrapped) return;
        trap = undefined;
        trapped += 1;
        for (const socket of [near, far]) socket.pause();
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      if (isStalled) from.pause();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    port: address.port,
    stall() {
      isStalled = true;
      for (const socket of sockets) socket.pause();
    },
    flow() {
      isStalled = false;
      for (const socket of sockets) socket.resume();
    },
    stallAt(text, lost) {
      trap = { text, lost };
    },
    stalled: () => trapped,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
