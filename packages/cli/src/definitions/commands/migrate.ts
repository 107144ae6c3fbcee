import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefinitionError, problemLine, readDefinitions } from '@heliograph/definitions';
import { measurementsOf } from '@heliograph/schema';
import { readArguments, type Terminal, UsageError } from '../../command.ts';
import { editText, migrateDefinition } from '../migrate.ts';
import { folderGiven } from './folder.ts';
import { readPrevious } from './previous.ts';

/** `heliograph definitions migrate`: prints what has to be written so that InfluxDB takes a change, and writes it if asked to. */
export async function migrate(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    options: { against: { type: 'string' }, write: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.against === undefined) throw new UsageError('migrate takes --against: a folder or a git revision');
  const folder = folderGiven(positionals, terminal.env);
  const [before, now] = [await readPrevious(folder, values.against), await readDefinitions(folder)];
  if (now.problems.length > 0) throw new DefinitionError(now.problems.map(problemLine));
  const taken = [...before.files, ...now.files].flatMap(({ definition }) => measurementsOf(definition));
  let edits = 0;
  for (const { file, definition } of now.files) {
    const was = before.files.find(
      (one) =>
        one.definition.application === definition.application &&
        one.definition.telemetry_type === definition.telemetry_type,
    );
    if (was === undefined) continue;
    const path = join(folder, file);
    const { text, written } = migrateDefinition(file, await readFile(path, 'utf8'), was.definition, taken);
    for (const edit of written) terminal.print(`${file}: ${editText(edit)}`);
    if (values.write && written.length > 0) await writeFile(path, text);
    edits += written.length;
  }
  if (edits === 0) terminal.print('nothing to write: the points of all definitions fit those of their predecessors');
  else if (!values.write) terminal.print('nothing was written; --write writes it');
  return 0;
}
