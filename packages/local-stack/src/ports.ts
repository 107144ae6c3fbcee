import { randomInt } from 'node:crypto';
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
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Below the ports that systems give to outgoing connections: such a connection could otherwise take the port of a server
 * that is down for a moment. A client that tries to connect there may even be given that very port, and connect to itself.
 */
const [ANY_FROM, ANY_TO] = [20_000, 32_000];
const TRIES = 100;

/** A free port, chosen at random. */
export async function anyFreePort(): Promise<number> {
  for (let i = 0; i < TRIES; i += 1) {
    const port = randomInt(ANY_FROM, ANY_TO);
    if (await isFreePort(port)) return port;
  }
  throw new StackError(`No port of ${TRIES} from ${ANY_FROM} to ${ANY_TO} is free on 127.0.0.1; end what holds them`);
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

/** The same answer whenever it is asked for the same port: who starts again does so where it was. */
export function remembered(choose: (preferred: number) => Promise<number>): (preferred: number) => Promise<number> {
  const chosen = new Map<number, Promise<number>>();
  return (preferred) => {
    const port = chosen.get(preferred) ?? choose(preferred);
    chosen.set(preferred, port);
    return port;
  };
}
