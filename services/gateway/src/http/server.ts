import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { problem, type RefusalCode } from '@heliograph/ingest';
import type { ConnectionLimit } from './connection-limit.ts';
import type { TlsCredentials } from './tls.ts';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly maxConnections: number;
  readonly connectionLimit: ConnectionLimit;
  /** `address`: the client has too many; `all`: there are too many together. */
  readonly onRefusedConnection: (reason: 'address' | 'all') => void;
  /** To receive a whole request, head and body. */
  readonly requestTimeoutMs: number;
  /** To receive its head; at most the time for all of it. */
  readonly headersTimeoutMs: number;
  /** Between an answer and the next request on its connection. */
  readonly keepAliveTimeoutMs: number;
  /** To deliver the records of a request. */
  readonly deliveryTimeoutMs: number;
  /** How long the server goes on serving after it has said that it will stop. */
  readonly preStopDelayMs: number;
  /** Undefined: plain HTTP, for this machine or behind a proxy that ends TLS. */
  readonly tls?: TlsCredentials | undefined;
}

/** `announcing`: still serving, but connections are given up one by one. `draining`: no new report is taken. */
type Phase = 'serving' | 'announcing' | 'draining';

/** Where a gateway is in its life; the server sets it. */
export interface Lifecycle {
  phase: Phase;
}

export interface GatewayServer {
  readonly port: number;
  /** From now on new connections get this certificate. */
  renew(credentials: TlsCredentials): void;
  /** Ends in order: announces, stops taking reports, waits for the answers to those that it has taken. */
  stop(): Promise<void>;
}

/** For an answer to be read: at most some 100 KB, which fit the buffers of most sockets anyway. */
const ANSWER_MS = 5000;
/** A proxy may add much to what a source sends; this is Node's own default, written down. */
const MAX_HEADER_BYTES = 16_384;
/**
 * Closing a port resets the connections that the system has made and Node has not taken yet; it takes one at each turn of its
 * loop. So the port is closed once a row of turns brought none, which comes soon: who is not told of the drain by his load
 * balancer is told by a 503 to wait a second. Who does not listen is waited for no longer than that second.
 */
const QUIET_TURNS = 5;
const TURN_MS = 5;
const LONGEST_UNQUIET_MS = 1000;
/** How often Node looks for requests whose time is up. */
const CHECK_EVERY_MS = 500;
const CHECK_IDLE_EVERY_MS = 50;

/** Starts to listen, and sets the phase of `lifecycle` as it stops. Rejects if the port is taken. */
export async function startServer(
  listener: RequestListener,
  options: ServerOptions,
  lifecycle: Lifecycle,
): Promise<GatewayServer> {
  const { requestTimeoutMs, headersTimeoutMs, deliveryTimeoutMs } = options;
  const bounds = {
    requestTimeout: requestTimeoutMs,
    headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
    keepAliveTimeout: options.keepAliveTimeoutMs,
    maxHeaderSize: MAX_HEADER_BYTES,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    // Node would answer without a document; the app does it with one.
    requireHostHeader: false,
  };
  const secure =
    options.tls === undefined
      ? undefined
      : createTlsServer({ ...bounds, ...options.tls, handshakeTimeout: headersTimeoutMs }, listener);
  const server = secure ?? createServer(bounds, listener);
  // Who does not talk TLS is not understood; there is nothing to answer and nothing to log.
  secure?.on('tlsClientError', (_, socket) => socket.destroy());
  server.maxConnections = options.maxConnections;
  // A connection on which nothing moves for longer than all of this has been forgotten by its other end.
  server.timeout = requestTimeoutMs + deliveryTimeoutMs + ANSWER_MS;
  server.on('clientError', refuse);
  // What a client expects beside 100-continue may be ignored (RFC 9110, section 10.1.1); Node would refuse it, without a document.
  server.on('checkExpectation', listener);
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    if (options.connectionLimit.admits(socket)) return;
    options.onRefusedConnection('address');
    socket.destroy();
  });
  // The next ones find room: what is idle is closed first.
  server.on('drop', () => {
    options.onRefusedConnection('all');
    server.closeIdleConnections();
  });

  async function untilQuiet(): Promise<void> {
    const until = performance.now() + LONGEST_UNQUIET_MS;
    for (let quiet = 0; quiet < QUIET_TURNS && performance.now() < until; ) {
      const before = connections;
      await sleep(TURN_MS);
      quiet = connections === before ? quiet + 1 : 0;
    }
  }

  server.listen(options.port, options.host);
  await once(server, 'listening');
  return {
    renew: (credentials) => secure?.setSecureContext(credentials),
    port: (server.address() as AddressInfo).port,
    async stop() {
      lifecycle.phase = 'announcing';
      await sleep(options.preStopDelayMs);
      lifecycle.phase = 'draining';
      await untilQuiet();
      const closed = once(server, 'close');
      server.close();
      // A connection whose answer was on its way is idle only now and then; left alone it would be kept alive.
      const closeIdle = setInterval(() => server.closeIdleConnections(), CHECK_IDLE_EVERY_MS);
      const giveUp = setTimeout(() => server.closeAllConnections(), deliveryTimeoutMs + ANSWER_MS);
      await closed;
      clearInterval(closeIdle);
      clearTimeout(giveUp);
    },
  };
}

const REFUSALS: Readonly<Record<string, RefusalCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
};

/** What never became a request is answered on the bare connection, which then ends. */
function refuse(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const document = problem({ refused: REFUSALS[error.code ?? ''] ?? 'malformed_http' });
  const body = JSON.stringify(document);
  const head = [
    `HTTP/1.1 ${document.status} ${document.title}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
