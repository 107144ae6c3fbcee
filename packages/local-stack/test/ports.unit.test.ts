import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { firstFreePort, isFreePort, portChooser, remembered } from '../src/ports.ts';
import { StackError } from '../src/stack-error.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Holds a port that the system chooses, with the next one free as well. */
async function holdPort(): Promise<number> {
  for (;;) {
    const server = createServer();
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    if (port < 65_000 && (await isFreePort(port + 1))) return port;
  }
}

describe('the first free port', () => {
  it('is the preferred one, else the next', async () => {
    const taken = new Set([8080, 8081]);
    expect(await firstFreePort(8080, async (port) => !taken.has(port))).toBe(8082);
    expect(await firstFreePort(9000, async (port) => !taken.has(port))).toBe(9000);
  });

  it('does not exist where all are taken', async () => {
    const none = firstFreePort(65_530, async () => false);
    await expect(none).rejects.toThrow(StackError);
    await expect(none).rejects.toThrow('No port from 65530 to 65535 is free on 127.0.0.1');
  });
});

describe('a port chooser', () => {
  it('goes past a port that somebody listens on', async () => {
    const held = await holdPort();
    expect(await isFreePort(held)).toBe(false);
    expect(await portChooser(false)(held)).toBe(held + 1);
  });

  it('never gives the same port twice', async () => {
    const choose = portChooser(false);
    const first = await choose(30_500);
    expect(await choose(30_500)).toBeGreaterThan(first);
    const any = portChooser(true);
    const chosen = await Promise.all(Array.from({ length: 20 }, () => any(8080)));
    expect(new Set(chosen).size).toBe(20);
  });

  it('keeps below the ports of outgoing connections where any will do', async () => {
    const any = portChooser(true);
    for (let i = 0; i < 20; i += 1) expect(await any(8080)).toBeLessThan(32_000);
  });

  it('that remembers gives a port again for the same wish, and others for others', async () => {
    const choose = remembered(portChooser(true));
    const [first, other, again] = [await choose(1), await choose(2), await choose(1)];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });
});
