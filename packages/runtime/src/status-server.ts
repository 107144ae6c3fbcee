import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { ServiceHealth } from './health.ts';

export interface StatusServer {
  readonly port: number;
  stop(): Promise<void>;
}

export interface StatusServerAddress {
  readonly host: string;
  readonly port: number;
  /** Between an answer and the next request on its connection. */
  readonly keepAliveTimeoutMs: number;
}

/**
 * Serves /livez (200 while the event loop turns), /readyz (200 or 503, with the parts as JSON) and /metrics. Rejects where
 * the port is taken.
 */
export async function startStatusServer(
  { host, port, keepAliveTimeoutMs }: StatusServerAddress,
  health: ServiceHealth,
  registry: Registry,
): Promise<StatusServer> {
  const answer = (response: ServerResponse, status: number, type: string, body: string) =>
    response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === '/livez') return answer(response, 200, 'application/json', '{"alive":true}');
    if (path === '/readyz') {
      const status = health.status();
      return answer(response, status.ready ? 200 : 503, 'application/json', JSON.stringify(status));
    }
    if (path !== '/metrics') return answer(response, 404, 'text/plain', 'not found');
    return void registry.metrics().then(
      (text) => answer(response, 200, registry.contentType, text),
      () => answer(response, 500, 'text/plain', 'metrics could not be collected'),
    );
  });
  server.requestTimeout = 5000;
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
