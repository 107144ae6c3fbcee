import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { SocketFactory } from './kafka-client.ts';

/** How long an idle connection may be silent before the system asks whether its other end is still there. */
const KEEP_ALIVE_MS = 60_000;

export interface SocketPool {
  readonly factory: SocketFactory;
  /** Destroys every connection, and makes none any more: what waits for an answer fails. */
  destroyAll(): void;
}

/**
 * Sockets of one client that can be destroyed from outside. The client itself never gives up a connection on which
 * nothing comes back: it times out request after request on it, and even its disconnecting waits for answers.
 */
export function createSocketPool(): SocketPool {
  const open = new Set<Socket>();
  let destroyed = false;
  return {
    factory({ host, port, ssl, onConnect }) {
      if (destroyed) throw new Error('the connection was given up');
      const servername = isIP(host) === 0 ? { servername: host } : {};
      const socket = ssl
        ? connectTls({ host, port, ...servername, ...ssl }, onConnect)
        : connect(port, host, onConnect);
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      return socket;
    },
    destroyAll() {
      destroyed = true;
      for (const socket of open) socket.destroy(new Error('the connection was given up'));
    },
  };
}
