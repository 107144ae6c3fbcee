import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const INTERVAL_MS = 50;

/** A command of the shell and all that it starts. */
export interface ProcessGroup {
  /** The exit code of the command; as in a shell, 128 and more where a signal has ended it. */
  readonly exited: Promise<number>;
  /** Sends the signal to all of them, waits until none is left, and after `graceMs` ends those that are by force. */
  end(signal: NodeJS.Signals, graceMs: number): Promise<void>;
}

/** Starts a command with its output on ours, in a process group of its own, so that all of it can be ended. */
export function startGroup(command: string, env: NodeJS.ProcessEnv): ProcessGroup {
  const child = spawn(command, { shell: true, detached: true, stdio: ['ignore', 'inherit', 'inherit'], env });
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? CODES[signal ?? 'SIGKILL'] ?? 128));
  });
  return {
    exited,
    async end(signal, graceMs) {
      const deadline = performance.now() + graceMs;
      for (let any = signalAll(child.pid, signal); any; any = signalAll(child.pid, 0)) {
        if (performance.now() >= deadline) return void signalAll(child.pid, 'SIGKILL');
        await sleep(INTERVAL_MS);
      }
    },
  };
}

const CODES: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };

/** Whether there is any. */
function signalAll(pid: number | undefined, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
