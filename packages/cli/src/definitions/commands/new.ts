import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { stdin } from 'node:process';
import { createInterface } from 'node:readline';
import { DefinitionError, problemLine, readDocument } from '@heliograph/definitions';
import { readArguments, type Terminal, UsageError } from '../../command.ts';
import { draftOf, fileNameOf } from '../draft.ts';
import { Answers, askAll, type Prompt } from '../questions.ts';
import { folderGiven } from './folder.ts';

/** `heliograph definitions new`: writes a draft and prints its path. */
export async function create(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    options: { answers: { type: 'string' } },
    allowPositionals: true,
  });
  const folder = folderGiven(positionals, terminal.env);
  // Before anything is asked: nobody answers a dozen questions for a place that cannot be written to.
  await mkdir(folder, { recursive: true });
  const answers = values.answers === undefined ? await ask(terminal) : await readAnswers(values.answers);
  const path = join(folder, fileNameOf(answers));
  const today = new Date().toISOString().slice(0, 10);
  try {
    await writeFile(path, draftOf(answers, today), { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new Error(`${path} is there already; nothing was written`);
    throw error;
  }
  terminal.print(path);
  return 0;
}

async function readAnswers(file: string): Promise<Answers> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`--answers: ${file} cannot be read`);
  });
  const read = readDocument(basename(file), text, Answers);
  if ('problems' in read) throw new DefinitionError(read.problems.map(problemLine));
  return read.data as Answers;
}

async function ask(terminal: Terminal): Promise<Answers> {
  const lines = createInterface({ input: stdin, terminal: false });
  const answers = lines[Symbol.asyncIterator]();
  const prompt: Prompt = async (question) => {
    terminal.warn(question);
    const { done, value } = await answers.next();
    return done === true ? undefined : value;
  };
  try {
    return await askAll(prompt, stdin.isTTY === true);
  } finally {
    lines.close();
  }
}
