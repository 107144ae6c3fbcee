import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { carry, type Lane, type NetworkFault } from './tcp-lane.ts';

export interface ProxyOptions {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** The port on 127.0.0.1 that it stands before. */
  readonly target: number;
  /** Hears of every change. */
  changed?(weather: string): void;
}

/** A network that can be broken. What is called stays so until something else is called. */
export interface TcpProxy {
  readonly port: number;
  /** Everything passes. Connections that have lost bytes are reset; stalled ones go on where they were. */
  pass(): Promise<void>;
  /** Resets all connections and refuses new ones. */
  cut(): Promise<void>;
  /** Accepts, and swallows what is said on either side; nobody is told anything, not even that the other side has gone. */
  blackhole(): Promise<void>;
  /** Holds everything back, to be delivered late; nothing is lost. */
  stall(): Promise<void>;
  /** Each direction takes `latencyMs` longer, and each connection carries so many bytes a second and direction. */
  slow(pace: { readonly latencyMs: number; readonly bytesPerSecond: number }): Promise<void>;
  /** Of the connections of now, one side is reset and the other is not told. New connections pass. */
  halfOpen(gone: 'client' | 'target'): Promise<void>;
  /** Connections that at least one side believes in. */
  connections(): number;
  /** What passed in the two directions together, in bytes. */
  carried(): number;
  stop(): Promise<void>;
}

interface Connection {
  readonly sides: readonly Socket[];
  readonly lanes: readonly Lane[];
  /** Has lost bytes or a side: it can never pass again. */
  broken: boolean;
}

/** Starts to listen and to pass. Rejects where the port is taken. Where the target is down, a connection is reset. */
export async function startProxy({ port, target, changed = () => {} }: ProxyOptions): Promise<TcpProxy> {
  const connections = new Set<Connection>();
  let weather: NetworkFault = { kind: 'pass' };
  let server: Server | undefined;
  let carried = 0;

  function accept(client: Socket): void {
    const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    client.setNoDelay(true);
    const ofThis = (): NetworkFault => (connection.broken ? { kind: 'swallow' } : weather);
    const lanes = [carry(client, upstream, ofThis), carry(upstream, client, ofThis)];
    const connection: Connection = { sides: [client, upstream], lanes, broken: weather.kind === 'swallow' };
    connections.add(connection);
    for (const side of connection.sides) {
      side.on('data', (bytes) => {
        if (ofThis().kind !== 'swallow') carried += bytes.length;
      });
      side.on('error', () => undefined); // 'close' follows, with the word that there was one.
      side.on('close', (hadError) => sideClosed(connection, hadError));
    }
    for (const lane of lanes) lane.look();
  }

  function sideClosed(connection: Connection, hadError: boolean): void {
    if (connection.sides.every((side) => side.destroyed)) connections.delete(connection);
    // An end has been carried over by the lane; only a reset is not part of the stream.
    else if (hadError && !connection.broken && tells(weather)) reset(connection);
    else if (hadError) connection.broken = true;
  }

  async function open(): Promise<void> {
    if (server !== undefined) return;
    server = createServer({ allowHalfOpen: true }, accept);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  }

  async function become(next: NetworkFault): Promise<void> {
    weather = next;
    for (const connection of connections) {
      if (next.kind === 'swallow') connection.broken = true;
      else if (connection.broken && next.kind !== 'stall') reset(connection);
      for (const lane of connection.lanes) lane.look();
    }
    await open();
    changed(next.kind);
  }

  function shut(): void {
    server?.close();
    server = undefined;
    for (const connection of connections) reset(connection);
  }

  await open();
  return {
    port,
    pass: () => become({ kind: 'pass' }),
    blackhole: () => become({ kind: 'swallow' }),
    stall: () => become({ kind: 'stall' }),
    slow: (pace) => become({ kind: 'slow', ...pace }),
    async cut() {
      shut();
      weather = { kind: 'pass' };
      changed('cut');
    },
    async halfOpen(gone) {
      await become({ kind: 'pass' });
      for (const connection of connections) {
        connection.broken = true;
        connection.sides[gone === 'client' ? 0 : 1]?.resetAndDestroy();
      }
    },
    connections: () => connections.size,
    carried: () => carried,
    async stop() {
      shut();
    },
  };
}

/** Whether the news that a side has gone reaches the other. */
const tells = ({ kind }: NetworkFault) => kind === 'pass' || kind === 'slow';

function reset({ sides }: Connection): void {
  for (const side of sides) side.resetAndDestroy();
}
