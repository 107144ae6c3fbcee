import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import type { Observation } from '@heliograph/schema';
import { z } from 'zod';
import { DATA_FOLDER, VARIABLES_FILE } from '../checkout.ts';

/** What a system that runs on this machine has been told, by the names of its variables. */
export type LocalVariables = Readonly<Partial<Record<string, string>>>;

/** Undefined where no system has been started with this folder for its data. */
export async function localVariables(dataDir = DATA_FOLDER): Promise<LocalVariables | undefined> {
  const text = await readFile(join(dataDir, VARIABLES_FILE), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : parseEnv(text);
}

/** Thrown where the history could not be imported; why has been said already. */
class HistoryNotImported extends Error {
  override readonly name = 'HistoryNotImported';
}

/** What became of the observations of a history. */
const ImportedHistory = z.object({ taken: z.int(), superseded: z.int(), day_is_final: z.int() });
type ImportedHistory = z.infer<typeof ImportedHistory>;

/** The summarizer's own entry; it says there what it reads and prints. */
const IMPORT_HISTORY = fileURLToPath(import.meta.resolve('@heliograph/summarizer/import-history'));
/** Writing them one by one would take longer than making them. */
const LINES_AT_ONCE = 250;

/**
 * Has the summarizer's import take observations in and publish them, with a notice beside their figures, in a process of its
 * own. `say` is given its lines. Rejects with HistoryNotImported.
 */
export async function importHistory(
  observations: Iterable<Observation>,
  { notice, env, say }: { readonly notice: string; readonly env: NodeJS.ProcessEnv; say(line: string): void },
): Promise<ImportedHistory> {
  const child = spawn(process.execPath, [IMPORT_HISTORY, '--notice', notice, '--ongoing'], { env, stdio: 'pipe' });
  createInterface({ input: child.stderr }).on('line', say);
  const said: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line));
  const closed = once(child, 'close');
  // One that has ended early has said why; that nobody reads any more is no news then.
  await pipeline(Readable.from(chunks(observations)), child.stdin).catch(() => undefined);
  const [code] = await closed;
  if (code !== 0) throw new HistoryNotImported('the history could not be imported');
  return ImportedHistory.parse(JSON.parse(said.at(-1) ?? ''));
}

function* chunks(observations: Iterable<Observation>): Generator<string> {
  let lines: string[] = [];
  for (const observation of observations) {
    lines.push(`${JSON.stringify(observation)}\n`);
    if (lines.length < LINES_AT_ONCE) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}
