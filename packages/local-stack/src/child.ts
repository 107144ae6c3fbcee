import { spawn } from 'node:child_process';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf } from './identity.ts';
import { StackError } from './stack-error.ts';
import { watchProgress } from './standstill.ts';

export interface ChildSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Where its pid file goes, for whoever has to clean up after us. */
  readonly runDir: string;
  /** Its standard output and standard error, from this start on. */
  readonly logFile: string;
  /** Goes on with the log of the start before, which otherwise is kept beside it as `<log>.previous`. */
  readonly appends?: boolean;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Child {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Set once it has ended. */
  readonly exit: () => Exit | undefined;
  readonly exited: Promise<Exit>;
  /** The same for people. */
  readonly ended: Promise<string>;
  /** Asks it to end, ends it by force after `graceMs`, and resolves when it is gone. */
  stop(graceMs: number): Promise<void>;
  /** Ends it at once and by force. */
  kill(): Promise<void>;
}

/** What a pid file holds. */
export interface PidFile {
  readonly pid: number;
  readonly identity: string;
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
}

const living = new Map<number, ChildSpec['stopSignal']>();

// Where we end without having stopped them, they shall not outlive us by more than they need to close their files.
process.on('exit', () => {
  for (const [pid, stopSignal] of living) signal(pid, stopSignal);
});

/**
 * Starts a program in a process group of its own, so that a Ctrl-C in the terminal reaches us alone and our order of
 * stopping holds. What survives us because we were killed is ended at the next start by its pid file.
 */
export async function startChild(spec: ChildSpec): Promise<Child> {
  await mkdir(dirname(spec.logFile), { recursive: true });
  await mkdir(spec.runDir, { recursive: true });
  const appends = spec.appends === true;
  if (!appends) await keepPrevious(spec.logFile);
  const log = await open(spec.logFile, appends ? 'a' : 'w');
  const child = spawn(spec.command, spec.args, {
    env: spec.env,
    cwd: spec.cwd,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    ...spec.user,
  });
  const spawned = new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  const pid = child.pid ?? 0;
  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) =>
    child.once('exit', (code, signal) => {
      exit = { code, signal };
      living.delete(pid);
      resolve(exit);
    }),
  );
  try {
    await spawned;
  } catch (error) {
    throw new StackError(`${spec.name} cannot be started: ${error instanceof Error ? error.message : error}`);
  } finally {
    await log.close();
  }
  if (exit === undefined) living.set(pid, spec.stopSignal);
  const pidFile = join(spec.runDir, `${spec.name}.json`);
  const identity = await identityOf(pid);
  if (identity !== undefined)
    await writeFile(pidFile, JSON.stringify({ pid, identity, stopSignal: spec.stopSignal } satisfies PidFile));

  async function kill(): Promise<void> {
    if (exit === undefined) signal(-pid, 'SIGKILL');
    await exited;
    await rm(pidFile, { force: true });
  }

  return {
    name: spec.name,
    pid,
    logFile: spec.logFile,
    exit: () => exit,
    exited,
    ended: exited.then(({ code, signal: by }) => by ?? `exit code ${code}`),
    kill,
    async stop(graceMs) {
      if (exit === undefined) {
        signal(pid, spec.stopSignal);
        await Promise.race([exited, sleep(graceMs, undefined, { ref: false })]);
      }
      await kill();
    },
  };
}

/** What the start before has logged says why it ended. */
const previousLog = (logFile: string) => `${logFile}.previous`;

async function keepPrevious(logFile: string): Promise<void> {
  const { size } = await stat(logFile).catch(() => ({ size: 0 }));
  if (size > 0) await rename(logFile, previousLog(logFile));
}

/** Signals a process, or with a negative id its whole group; one that has gone meanwhile is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') throw error;
  }
}

export interface Wait {
  /** How long it may log nothing new and not be ready. */
  readonly standstillMs: number;
  /** Aborted when nobody waits any longer. */
  readonly signal: AbortSignal;
}

const INTERVAL_MS = 40;
const TAIL_LINES = 8;

/**
 * Polls `probe` until it is true, however slow the machine is. A StackError with the last lines of the log where the child
 * ends first, or gets nowhere.
 */
export async function untilReady(child: Child, wait: Wait, probe: () => Promise<boolean>): Promise<void> {
  const progress = watchProgress(wait.standstillMs);
  while (!(await probe())) {
    wait.signal.throwIfAborted();
    const exit = child.exit();
    if (exit !== undefined)
      throw new StackError(
        `${child.name} ended with ${exit.signal ?? `exit code ${exit.code}`} while starting; ${await lastLines(child)}`,
      );
    const { size } = await stat(child.logFile);
    if (progress.standsStill(String(size)))
      throw new StackError(`${child.name} is not ready after ${progress.seconds()} s; ${await lastLines(child)}`);
    await sleep(INTERVAL_MS);
  }
}

/** The last lines of its log, with a heading that says where it is. */
export async function lastLines({ logFile }: Pick<Child, 'logFile'>): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return [`the end of ${logFile}:`, ...text.trimEnd().split('\n').slice(-TAIL_LINES)].join('\n  ');
}
