import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** For a test that runs a tool over the whole repository, on cores that other tests use as well. */
export const TOOL_MS = 120_000;

/** The scripts of the repository's package.json. */
export const scripts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
).scripts;

const TOOLS = {
  tsc: 'typescript/bin/tsc',
  oxlint: 'oxlint/bin/oxlint',
  knip: 'knip/bin/knip.js',
  vitest: 'vitest/vitest.mjs',
} as const;

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a tool of this repository in `cwd` to its end, be that a failure. */
export function runTool(tool: keyof typeof TOOLS, args: readonly string[], cwd: string): Promise<Result> {
  const { promise, resolve } = Promise.withResolvers<Result>();
  const command = [join(ROOT, 'node_modules', TOOLS[tool]), ...args];
  const child = execFile(process.execPath, command, { cwd, maxBuffer: 2 ** 26 }, (_, stdout, stderr) =>
    resolve({ code: child.exitCode, stdout, stderr }),
  );
  return promise;
}

/** What it writes to its standard output. Rejects if that is nothing: then it could not do its work. */
export async function outputOf(tool: keyof typeof TOOLS, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await runTool(tool, args, cwd);
  if (stdout === '') throw new Error(`${tool} ended with ${code} and wrote nothing: ${stderr}`);
  return stdout;
}
