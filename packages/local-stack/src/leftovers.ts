import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PidFile, signal } from './child.ts';
import { identityOf } from './identity.ts';
import { StackError } from './stack-error.ts';

const INTERVAL_MS = 50;

/**
 * Ends the children of an instance that was killed: those of its pid files whose process is still the one that was
 * started. Returns their names. A process id that somebody else has by now is left alone.
 */
export async function endLeftovers(runDir: string, graceMs: number): Promise<string[]> {
  const names = await readdir(runDir).catch(() => []);
  const ended = await Promise.all(
    names
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => {
        const path = join(runDir, name);
        const file = await readPidFile(path);
        const isOurs = file !== undefined && (await identityOf(file.pid)) === file.identity;
        if (isOurs) await end(file, graceMs);
        await rm(path, { force: true });
        return isOurs ? [name.replace(/\.json$/, '')] : [];
      }),
  );
  return ended.flat();
}

async function end(file: PidFile, graceMs: number): Promise<void> {
  const isThere = async () => (await identityOf(file.pid)) === file.identity;
  signal(file.pid, file.stopSignal);
  const deadline = performance.now() + graceMs;
  while ((await isThere()) && performance.now() < deadline) await sleep(INTERVAL_MS);
  if (await isThere()) signal(-file.pid, 'SIGKILL');
  while (await isThere()) await sleep(INTERVAL_MS);
}

async function readPidFile(path: string): Promise<PidFile | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as PidFile;
  } catch {
    return undefined;
  }
}

/**
 * Takes a data folder for this process; throws a StackError where another one has it. Gives back how to release it. A
 * lock whose holder has gone counts for nothing.
 */
export async function lockFolder(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, 'lock.json');
  await mkdir(dataDir, { recursive: true });
  const identity = (await identityOf(process.pid)) ?? '';
  const mine = JSON.stringify({ pid: process.pid, identity, stopSignal: 'SIGINT' } satisfies PidFile);
  // Written aside and then linked: nobody ever reads a lock that is half there.
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, mine);
  try {
    while (!(await linked(draft, path))) await removeStaleLock(path, dataDir);
  } finally {
    await rm(draft, { force: true });
  }
  return () => rm(path, { force: true });
}

/**
 * Removes a data folder that a killed run has left behind, with whatever of it still runs; one that is in use is left
 * alone. For folders that nobody would start again, such as those of tests.
 */
export async function removeAbandoned(dataDir: string, graceMs: number): Promise<void> {
  const holder = await readPidFile(join(dataDir, 'lock.json'));
  if (holder === undefined || (await identityOf(holder.pid)) === holder.identity) return;
  await endLeftovers(join(dataDir, 'run'), graceMs);
  await rm(dataDir, { recursive: true, force: true });
}

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function removeStaleLock(path: string, dataDir: string): Promise<void> {
  const holder = await readPidFile(path);
  if (holder !== undefined && (await identityOf(holder.pid)) === holder.identity)
    throw new StackError(
      `Process ${holder.pid} already runs a system in ${dataDir}; end that one first (Ctrl-C there, or kill ${holder.pid})`,
    );
  await rm(path, { force: true });
}
