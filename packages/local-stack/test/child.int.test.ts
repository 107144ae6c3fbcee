import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChildSpec, startChild, untilReady } from '../src/child.ts';
import { commandOf, identityOf } from '../src/identity.ts';
import { endLeftovers, lockFolder, removeAbandoned } from '../src/leftovers.ts';
import { StackError } from '../src/stack-error.ts';

const FOR_EVER = 'setInterval(() => {}, 1000)';
const STUBBORN = `process.on('SIGTERM', () => {}); ${FOR_EVER}; console.log('up')`;
const wait = { standstillMs: 10_000, signal: new AbortController().signal };

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heliograph-child-'));
});
afterEach(async () => {
  await endLeftovers(join(folder, 'run'), 0);
  await rm(folder, { recursive: true, force: true });
});

const program = (script: string): ChildSpec => ({
  name: 'program',
  command: process.execPath,
  args: ['-e', script],
  env: {},
  runDir: join(folder, 'run'),
  logFile: join(folder, 'logs', 'program.log'),
  stopSignal: 'SIGTERM',
});

const logged = async (text: string) => (await readFile(program('').logFile, 'utf8')).includes(text);

describe('a child', () => {
  it('is stopped with its signal, and leaves no pid file', async () => {
    const child = await startChild(program(FOR_EVER));
    expect(await readdir(join(folder, 'run'))).toEqual(['program.json']);
    expect(await commandOf(child.pid)).toContain(FOR_EVER);
    await child.stop(5_000);
    expect(await child.exited).toEqual({ code: null, signal: 'SIGTERM' });
    expect(await identityOf(child.pid)).toBeUndefined();
    expect(await readdir(join(folder, 'run'))).toEqual([]);
  });

  it('that does not listen is ended by force when its time is up', async () => {
    const child = await startChild(program(STUBBORN));
    await untilReady(child, wait, () => logged('up'));
    await child.stop(100);
    expect(await child.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('that ends while starting is an error with the end of its log', async () => {
    const child = await startChild(program("console.error('no room on disk'); process.exit(3)"));
    const ready = untilReady(child, wait, async () => false);
    await expect(ready).rejects.toThrow(StackError);
    await expect(ready).rejects.toThrow(/^program ended with exit code 3 while starting; .*no room on disk/s);
    await child.stop(0);
  });

  it('that is never ready is an error too', async () => {
    const child = await startChild(program(FOR_EVER));
    const ready = untilReady(child, { ...wait, standstillMs: 100 }, async () => false);
    await expect(ready).rejects.toThrow(/^program is not ready after 0\.\d s/);
    await child.stop(1_000);
  });

  it('that logs is waited for, but not without an end', async () => {
    const child = await startChild(program("setInterval(() => console.log('up'), 20)"));
    await untilReady(child, wait, () => logged('up'));
    const from = performance.now();
    await expect(untilReady(child, { ...wait, standstillMs: 200 }, async () => false)).rejects.toThrow('is not ready');
    expect(performance.now() - from).toBeGreaterThan(800);
    await child.stop(1_000);
  });

  it('that does not exist is one clear line', async () => {
    const nothing = startChild({ ...program(''), command: join(folder, 'nothing') });
    await expect(nothing).rejects.toThrow(/^program cannot be started: .*ENOENT/);
  });
});

describe('what a killed run leaves behind', () => {
  it('is ended by its pid file', async () => {
    const child = await startChild(program(FOR_EVER));
    expect(await endLeftovers(join(folder, 'run'), 5_000)).toEqual(['program']);
    expect(await identityOf(child.pid)).toBeUndefined();
  });

  it('is left alone where the process id belongs to another process by now', async () => {
    const other = spawn(process.execPath, ['-e', FOR_EVER]);
    const pid = other.pid ?? 0;
    await sleep(30); // Linux tells the start of a process to a hundredth of a second.
    const child = await startChild(program(FOR_EVER));
    const pidFile = join(folder, 'run', 'program.json');
    const mine = JSON.parse(await readFile(pidFile, 'utf8'));
    await child.stop(5_000);
    await writeFile(pidFile, JSON.stringify({ ...mine, pid }));
    expect(await endLeftovers(join(folder, 'run'), 5_000)).toEqual([]);
    expect(await identityOf(pid)).toBeDefined();
    expect(await readdir(join(folder, 'run'))).toEqual([]);
    other.kill('SIGKILL');
  });

  it('does not keep its folder locked', async () => {
    const gone = { pid: process.pid, identity: 'of a process that was', stopSignal: 'SIGINT' };
    await writeFile(join(folder, 'lock.json'), JSON.stringify(gone));
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(`Process ${process.pid} already runs a system in ${folder}`);
    await unlock();
    await (await lockFolder(folder))();
  });

  it('is removed with its folder, unless that is in use', async () => {
    const unlock = await lockFolder(folder);
    await removeAbandoned(folder, 5_000);
    expect(await readdir(folder)).toEqual(['lock.json']);
    await unlock();
    await writeFile(
      join(folder, 'lock.json'),
      JSON.stringify({ pid: process.pid, identity: '', stopSignal: 'SIGINT' }),
    );
    const child = await startChild(program(FOR_EVER));
    await removeAbandoned(folder, 5_000);
    expect(await identityOf(child.pid)).toBeUndefined();
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });
});
