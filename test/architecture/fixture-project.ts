import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceFile } from './repository.ts';

/** Writes files into a folder of their own for a tool to read, and removes them after `use`. */
export async function withProject<T>(files: readonly SourceFile[], use: (root: string) => Promise<T>): Promise<T> {
  // Compilers list real paths; the folder for temporary files may be a link.
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'heliograph-canary-')));
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
