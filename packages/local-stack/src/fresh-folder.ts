import { chmod, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAbandoned } from './leftovers.ts';

const LEFTOVER_GRACE_MS = 1_000;

/**
 * A new folder for the data of one run, whose name begins with `prefix`. Runs under the same prefix that were killed are
 * removed first, with what still runs of them.
 */
export async function freshFolder(prefix: string): Promise<string> {
  for (const name of await readdir(tmpdir()))
    if (name.startsWith(prefix)) await removeAbandoned(join(tmpdir(), name), LEFTOVER_GRACE_MS);
  const folder = await mkdtemp(join(tmpdir(), prefix));
  // PostgreSQL does not run as root and has to enter it.
  await chmod(folder, 0o711);
  return folder;
}
