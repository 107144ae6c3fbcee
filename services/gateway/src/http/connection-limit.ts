import type { Socket } from 'node:net';

export interface ConnectionLimit {
  /** False, and nothing counted, if the network that the socket comes from has as many connections as it may. */
  admits(socket: Socket): boolean;
}

/**
 * Counts open connections by network. `networkOf` gives the network of a peer, or undefined where it says nothing of the
 * client: that of a proxy. 0 is no limit.
 */
export function createConnectionLimit(most: number, networkOf: (peer: string) => string | undefined): ConnectionLimit {
  const open = new Map<string, number>();
  return {
    admits(socket) {
      const network = most === 0 ? undefined : networkOf(socket.remoteAddress ?? '');
      if (network === undefined) return true;
      const connections = open.get(network) ?? 0;
      if (connections >= most) return false;
      open.set(network, connections + 1);
      socket.once('close', () => {
        const left = (open.get(network) ?? 1) - 1;
        if (left > 0) open.set(network, left);
        else open.delete(network);
      });
      return true;
    },
  };
}
