import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StackError } from '@heliograph/local-stack';

const run = promisify(execFile);

/** NestJS needs decorators, which Node cannot strip: the portal alone is compiled, and only when its sources are newer. */
export async function buildPortal(root: string, signal: AbortSignal, say: (line: string) => void): Promise<void> {
  const portal = join(root, 'services', 'portal');
  const built = await modifiedMs(join(portal, 'dist', 'main.js'));
  const sources = await Promise.all((await filesBelow(join(portal, 'src'))).map(modifiedMs));
  const newest = Math.max(...sources, await modifiedMs(join(portal, 'tsconfig.json')));
  if (built > newest) return;
  say('Portal: compiling');
  const compiler = join(root, 'node_modules', '.bin', 'tsc');
  try {
    await run(compiler, ['-p', portal], { cwd: root, signal });
  } catch (error) {
    signal.throwIfAborted();
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout).trim() : String(error);
    throw new StackError(`The portal cannot be compiled: ${output}`);
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** 0 where there is no such file. */
async function modifiedMs(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
}
