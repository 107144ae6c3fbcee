import { stat } from 'node:fs/promises';
import { type DefinitionFolder, problemLine, readDefinitions } from '@heliograph/definitions';
import { UsageError } from '../../command.ts';
import { definitionsAt, parsePrevious } from '../previous.git.ts';

/** The definitions to compare with: of another folder, or of the same one at a git revision. Throws a UsageError. */
export async function readPrevious(folder: string, against: string): Promise<DefinitionFolder> {
  const isFolder = await stat(against).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return definitionsAt(folder, against);
  const read = await readDefinitions(against, parsePrevious);
  if (read.files.length === 0 && read.problems.length > 0)
    throw new UsageError(`--against: ${read.problems.map(problemLine).join('; ')}`);
  return read;
}
