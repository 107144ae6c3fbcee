import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The path of a program, as the shell would find it, or undefined. */
export async function findProgram(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, name);
    if (await isProgram(path)) return path;
  }
  return undefined;
}

/** Whether there is a file at `path` that this user may execute. */
export async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

export interface Run {
  readonly ok: boolean;
  /** Standard output and standard error, trimmed. */
  readonly output: string;
}

interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly timeoutMs?: number;
  /** Ends the program when aborted. */
  readonly signal?: AbortSignal;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

/** What takes a second on a quiet machine may take minutes on one that is very busy. */
const TIMEOUT_MS = 600_000;

/** Runs a program to its end (at most ten minutes by default). Never rejects: a program that cannot be run is not ok. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<Run> {
  const { env, cwd, timeoutMs = TIMEOUT_MS, user, signal } = options;
  return new Promise((resolve) =>
    execFile(program, args, { env, cwd, timeout: timeoutMs, signal, ...user }, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim();
      resolve({ ok: error === null, output: output === '' && error !== null ? error.message : output });
    }),
  );
}
