import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { scrape } from '../src/status/scrape.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const METRICS =
  'heliograph_consumer_lag_records{topic="raw",partition="0"} 3\nnodejs_version_info 1\nprocess_start_time_seconds 9\n';

describe('asking a service', () => {
  it('gives its metrics, those that are of use, and whether it is ready', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/metrics') response.end(METRICS);
      else response.writeHead(request.url === '/readyz' ? 503 : 404).end('{}');
    });
    expect(await scrape({ service: 'dedup', url })).toEqual({
      service: 'dedup',
      said: {
        ready: false,
        samples: [
          { name: 'heliograph_consumer_lag_records', labels: { topic: 'raw', partition: '0' }, value: 3 },
          { name: 'process_start_time_seconds', labels: {}, value: 9 },
        ],
      },
    });
  });

  it.each<[string, RequestListener]>([
    ['fails', (_, response) => response.writeHead(500).end()],
    ['hangs up', (request) => request.socket.destroy()],
    ['never ends', (_, response) => response.write('heliograph_x 1\n')],
    ['sends somebody elsewhere', (_, response) => response.writeHead(302, { Location: '/metrics?2' }).end()],
    ['never stops', (_, response) => flood(response)],
  ])('that %s gives nothing, and does not throw', async (_, listener) => {
    expect(await scrape({ service: 'dedup', url: await serve(listener) }, 200)).toEqual({ service: 'dedup' });
  });

  it('that is not there gives nothing', async () => {
    expect(await scrape({ service: 'dedup', url: 'http://127.0.0.1:1' })).toEqual({ service: 'dedup' });
  });
});

function flood(response: Parameters<RequestListener>[1]): void {
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
  };
  response.on('drain', more);
  more();
}
