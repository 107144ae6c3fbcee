import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { compileCache, eventually } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('a-service.ts', import.meta.url));

interface Running {
  readonly process: ChildProcess;
  /** What has been logged so far. */
  messages(): string[];
  lines(): Record<string, unknown>[];
  /** The exit code, once it has ended. */
  ended(): Promise<number | null>;
  ready(): Promise<void>;
}

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

function run(mode: string, env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [SCRIPT], {
    env: { ...compileCache, HELIOGRAPH_SANITIZER_MODE: mode, HELIOGRAPH_SANITIZER_ADMIN_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const closed = once(child, 'close');
  const lines = () =>
    text
      .split('\n')
      .slice(0, -1)
      .map((line): Record<string, unknown> => JSON.parse(line));
  const messages = () => lines().map(({ msg }) => String(msg));
  return {
    process: child,
    lines,
    messages,
    ended: async () => {
      await closed;
      return child.exitCode;
    },
    ready: async () => void (await eventually(async () => messages().includes('ready'))),
  };
}

describe('a service that is told to stop', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'on %s is not ready first, stops in reverse order and exits with 0',
    async (signal) => {
      const service = run('works');
      await service.ready();
      service.process.kill(signal);
      expect(await service.ended()).toBe(0);
      const stopping = service.messages().indexOf('stopping');
      expect(service.messages().slice(stopping)).toEqual([
        'stopping',
        'not ready',
        'stop of third',
        'end of third',
        'stop of second',
        'end of second',
        'stop of first',
        'end of first',
        'stopped',
      ]);
      expect(service.lines().filter(({ ready }) => ready === true)).toEqual([]);
    },
  );

  it('goes on stopping in order when it is told twice', async () => {
    const service = run('works');
    await service.ready();
    service.process.kill('SIGTERM');
    await eventually(async () => service.messages().includes('stop of third'));
    service.process.kill('SIGINT');
    service.process.kill('SIGTERM');
    expect(await service.ended()).toBe(0);
    expect(service.messages().filter((message) => message.startsWith('stop of'))).toHaveLength(3);
    expect(service.messages().filter((message) => message === 'stopping')).toHaveLength(1);
  });

  it('names what hangs at the deadline, and exits with 1', async () => {
    const service = run('stop-hangs');
    await service.ready();
    service.process.kill('SIGTERM');
    expect(await service.ended()).toBe(1);
    expect(service.lines().at(-1)).toMatchObject({
      level: 'fatal',
      err: { message: 'second did not stop in 30000 ms' },
    });
    expect(service.messages()).not.toContain('stop of first');
  });

  it('exits with 1 where a stop fails', async () => {
    const service = run('stop-fails');
    await service.ready();
    service.process.kill('SIGTERM');
    expect(await service.ended()).toBe(1);
    expect(service.lines().at(-1)).toMatchObject({ level: 'fatal', err: { message: 'cannot stop' } });
  });
});

describe('a service that fails', () => {
  it.each([
    ['start-fails', 'cannot start'],
    ['fails', 'a bug'],
    ['throws', 'uncaught'],
    ['rejects', 'unhandled'],
  ])('%s: says why, exits with 1 and stops nothing that could commit', async (mode, message) => {
    const service = run(mode);
    expect(await service.ended()).toBe(1);
    expect(service.lines().at(-1)).toMatchObject({ level: 'fatal', service: 'sanitizer', err: { message } });
    expect(service.messages().filter((text) => text.startsWith('stop of'))).toEqual([]);
  });

  it('does not start where its admin port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const taken = typeof address === 'object' ? address?.port : undefined;
    const service = run('works', { HELIOGRAPH_SANITIZER_ADMIN_PORT: String(taken) });
    expect(await service.ended()).toBe(1);
    expect(service.lines()).toMatchObject([{ level: 'fatal', err: { code: 'EADDRINUSE' } }]);
    server.close();
  });
});

it('serves its status from the start, with the metrics of the process', async () => {
  const service = run('works');
  await service.ready();
  const port = service.lines().find(({ msg }) => msg === 'starting')?.adminPort;
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  expect((await get('/livez')).status).toBe(200);
  expect(await (await get('/readyz')).json()).toEqual({
    ready: true,
    parts: { process: { ready: true }, sample: { ready: true } },
  });
  expect(await (await get('/metrics')).text()).toContain('process_resident_memory_bytes');
});
