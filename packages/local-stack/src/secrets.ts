import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * A secret that is made up once and kept in a file that only this user may read: 32 random bytes in hex. The file appears
 * whole or not at all.
 */
export async function loadOrCreateSecret(path: string): Promise<string> {
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept !== undefined) return kept.trim();
  const secret = randomBytes(32).toString('hex');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.draft`, `${secret}\n`, { mode: 0o600 });
  await rename(`${path}.draft`, path);
  return secret;
}
