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
} as const;

/** What a tool of this repository writes to its standard output when it runs in `cwd`; its exit code is ignored. */
export function outputOf(tool: keyof typeof TOOLS, args: readonly string[], cwd: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const command = [join(ROOT, 'node_modules', TOOLS[tool]), ...args];
  execFile(process.execPath, command, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
    if (stdout !== '') resolve(stdout);
    else reject(new Error(`${tool} wrote nothing: ${stderr || error?.message}`));
  });
  return promise;
}
