import { createServer } from 'node:net';
import { StackError } from './stack-error.ts';

const LAST_PORT = 65_535;

/** The first port from `preferred` upwards that is free; throws a StackError where none is. */
export async function firstFreePort(preferred: number, isFree: (port: number) => Promise<boolean>): Promise<number> {
  for (let port = preferred; port <= LAST_PORT; port += 1) if (await isFree(port)) return port;
  throw new StackError(`No port from ${preferred} to ${LAST_PORT} is free on 127.0.0.1; end what holds them`);
}

/** Whether this process could listen there. Somebody else may still be quicker. */
export async function isFreePort(port: number): Promise<boolean> {
  return (await listen(port)) !== undefined;
}

/** A free port that the system chooses. */
export async function anyFreePort(): Promise<number> {
  const port = await listen(0);
  if (port === undefined) throw new StackError('The system has no free port on 127.0.0.1; end what holds them');
  return port;
}

/** Hands out ports, never the same twice: the preferred one or the next free one, or any where `ephemeral`. */
export function portChooser(ephemeral: boolean): (preferred: number) => Promise<number> {
  const given = new Set<number>();
  return async (preferred) => {
    const isFree = async (port: number) => !given.has(port) && (await isFreePort(port));
    let port = ephemeral ? await anyFreePort() : await firstFreePort(preferred, isFree);
    while (given.has(port)) port = await anyFreePort();
    given.add(port);
    return port;
  };
}

async function listen(port: number): Promise<number | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const found = typeof address === 'object' ? address?.port : undefined;
      server.close(() => resolve(found));
    });
  });
}
