import { definitionsSettings, loadConfig } from '@heliograph/runtime';
import { z } from 'zod';
import { type Terminal, UsageError } from '../../command.ts';

/** The folder of definitions: the one that is given, or that of the settings. */
export function folderGiven(positionals: readonly string[], env: Terminal['env']): string {
  const [given, ...more] = positionals;
  if (more.length > 0) throw new UsageError('one folder is enough');
  return given ?? loadConfig('cli', z.object(definitionsSettings), env).definitionsFolder;
}
