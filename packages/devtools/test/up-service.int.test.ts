import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '@heliograph/local-stack';
import { eventually } from '@heliograph/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepRunning, type RunningService, type ServiceSpec } from '../src/up/service.ts';

const never = new AbortController().signal;
let folder = '';
let service: RunningService | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heliograph-up-'));
});
afterEach(async () => {
  await service?.stop(0);
  service = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function specOf(script: (port: number) => string): Promise<ServiceSpec> {
  const port = await anyFreePort();
  return {
    name: 'service',
    command: process.execPath,
    args: ['-e', script(port)],
    env: {},
    runDir: join(folder, 'run'),
    logFile: join(folder, 'service.log'),
    stopSignal: 'SIGTERM',
    readyUrl: `http://127.0.0.1:${port}/`,
  };
}

const answering = (port: number) =>
  `require('http').createServer((_, answer) => answer.end()).listen(${port}, '127.0.0.1'); console.log('pid', process.pid)`;

const pids = async () =>
  [...(await readFile(join(folder, 'service.log'), 'utf8')).matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid));

describe('a service that is kept running', () => {
  it('is ready when it says so, started again when it is killed, and stays stopped when it is stopped', async () => {
    const said: string[] = [];
    const spec = await specOf(answering);
    service = keepRunning(spec, (line) => said.push(line));
    await service.ready(10_000, never);
    const [first] = await pids();
    process.kill(first ?? 0, 'SIGKILL');
    await eventually(async () => (await pids()).length === 2);
    expect(said).toEqual([`service ended unexpectedly (SIGKILL); starting it again in 1 s (log: ${spec.logFile})`]);
    await eventually(async () => (await fetch(spec.readyUrl)).ok);
    await service.stop(5_000);
    await expect(fetch(spec.readyUrl)).rejects.toThrow();
    expect(said).toHaveLength(1);
  });

  it('that cannot start is given up, with the end of its log', async () => {
    const spec = await specOf(() => "console.error('HELIOGRAPH_X: is not a setting'); process.exit(1)");
    service = keepRunning(spec, () => {});
    await expect(service.ready(20_000, never)).rejects.toThrow(
      /^service ended unexpectedly \(exit code 1\), for the 3rd time; .*HELIOGRAPH_X: is not a setting/s,
    );
  });

  it('that is never ready is an error with the end of its log', async () => {
    const spec = await specOf(() => "console.log('waiting for Kafka'); setInterval(() => {}, 1000)");
    service = keepRunning(spec, () => {});
    await eventually(async () => (await readFile(spec.logFile, 'utf8')).includes('waiting for Kafka'));
    await expect(service.ready(500, never)).rejects.toThrow(
      /^service is not ready after \d\.\d s \(it does not answer yet\); .*waiting for Kafka/s,
    );
  });

  it('that gets on is waited for, and one that no longer does says what it waits for', async () => {
    const status = (part: string) => `{ ready: false, parts: { ${part}: { ready: false, why: 'kafka_retriable' } } }`;
    const answers = (port: number) => `
      let step = 0;
      setInterval(() => { step += 1; }, 300);
      require('http').createServer((_, answer) => {
        answer.statusCode = 503;
        answer.end(JSON.stringify(step < 5 ? { ready: false, parts: { ['step' + step]: { ready: false } } } : ${status('seen')}));
      }).listen(${port}, '127.0.0.1')`;
    service = keepRunning(await specOf(answers), () => {});
    const from = performance.now();
    await expect(service.ready(900, never)).rejects.toThrow(
      /^service is not ready after \d\.\d s \(seen: kafka_retriable\); /,
    );
    // Five steps of 300 ms, and a standstill after them.
    expect(performance.now() - from).toBeGreaterThan(2_100);
  });
});
