import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Definition } from '@heliograph/schema';
import { stringify } from 'yaml';
import { aDefinition } from './builders.ts';

/** A definition as it stands in a file: its durations are texts there, of which the late window may be chosen. */
export function definitionFile(given: Partial<Definition> = {}, lateWindow = '2d'): string {
  const { application = 'example', telemetry_type = 'status' } = given;
  const definition = { ...aDefinition({ application, telemetry_type }), ...given };
  return stringify({ ...definition, record: { ...definition.record, late_window: lateWindow }, retention: '30d' });
}

/** A folder of definitions, in which a file is replaced as editors do it: one beside it, then renamed. */
export interface TestFolder {
  readonly path: string;
  put(name: string, text: string): Promise<void>;
  drop(name: string): Promise<void>;
  remove(): Promise<void>;
}

export async function testFolder(files: Readonly<Record<string, string>> = {}): Promise<TestFolder> {
  const path = await mkdtemp(join(tmpdir(), 'heliograph-definitions-'));
  const put = async (name: string, text: string) => {
    await writeFile(join(path, `${name}~`), text);
    await rename(join(path, `${name}~`), join(path, name));
  };
  for (const [name, text] of Object.entries(files)) await put(name, text);
  return { path, put, drop: (name) => rm(join(path, name)), remove: () => rm(path, { recursive: true }) };
}
