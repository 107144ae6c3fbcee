import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  type DefinitionFolder,
  gatherDefinitions,
  isDefinitionName,
  type ParsedDefinition,
  readDocument,
} from '@heliograph/definitions';
import { Definition } from '@heliograph/schema';
import { UsageError } from '../command.ts';

const run = promisify(execFile);

/** Names of branches, tags and commits with `~`, `^`, `@{1}`; nothing that begins like an option, no range, no path. */
const REVISION = /^(?!.*\.\.)[A-Za-z0-9_@][A-Za-z0-9_@{}^~/.+-]{0,199}$/;
/** Above the largest definition; git says so where a file is larger. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

/**
 * The definitions that a folder of a git repository held at a revision. Throws a UsageError where git does not know the
 * revision or the folder is in no repository. No shell is run, and no file is written.
 */
export async function definitionsAt(folder: string, revision: string): Promise<DefinitionFolder> {
  if (!REVISION.test(revision)) throw new UsageError(`--against: ${revision} is neither a folder nor a git revision`);
  const commit = (
    await git(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])
  ).trim();
  const listed = await git(folder, ['ls-tree', '-z', '--name-only', commit, './']);
  const names = listed.split('\0').filter(isDefinitionName).sort();
  const texts = await Promise.all(names.map((name) => git(folder, ['show', `${commit}:./${name}`])));
  return gatherDefinitions(names.map((name, i) => parsePrevious(name, texts[i] ?? '')));
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('git', ['-C', folder, ...args], { maxBuffer: MAX_OUTPUT_BYTES, timeout: 30_000 });
    return stdout;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n', 1)[0] : '';
    throw new UsageError(`--against: git ${args[0]} failed: ${said || 'no such revision, or no git'}`);
  }
}

/** Reads a definition of earlier days: to be compared with, it need not satisfy what is asked of those in force. */
export function parsePrevious(file: string, text: string): ParsedDefinition {
  const read = readDocument(file, text, Definition);
  return 'problems' in read ? read : { file, definition: read.data, placeOf: read.placeOf };
}
