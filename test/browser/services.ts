import { once } from 'node:events';
import { createServer } from 'node:http';
import { anyFreePort } from '@heliograph/local-stack';
import { SERVICES } from '@heliograph/schema';
import { metricsOf } from './seed/metrics.ts';

/** What answers the status page's questions in place of a whole pipeline. */
export interface Services {
  /** As the portal's setting has it. */
  readonly targets: string;
  stop(): Promise<void>;
}

/** One server for all services, each below its own name. */
export async function startServices(): Promise<Services> {
  const asked = SERVICES.filter((service) => service !== 'portal');
  const port = await anyFreePort();
  const server = createServer((request, response) => {
    const [, name, path] = (request.url ?? '').split('/');
    const service = asked.find((one) => one === name);
    if (service === undefined) response.writeHead(404).end();
    else response.end(path === 'metrics' ? metricsOf(service) : '{}');
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    targets: asked.map((service) => `${service}=http://127.0.0.1:${port}/${service}`).join(','),
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
