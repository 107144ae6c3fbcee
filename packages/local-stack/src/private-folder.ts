import { chmod, mkdir } from 'node:fs/promises';

/** Makes a folder that its owner alone may enter, be it there already or not: what stores keep is personal data. */
export async function privateFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o700);
}
