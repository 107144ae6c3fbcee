import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Command, readArguments } from '@heliograph/cli';
import { loadDefinitions } from '@heliograph/definitions';
import { type Artefacts, generateArtefacts, staleArtefacts } from '../generate/artefacts.ts';
import { withReference } from '../generate/definition-keys.ts';

const SCHEMA = new URL('../../../schema/', import.meta.url);
const GENERATED = new URL('generated/', SCHEMA);
const KEYS = new URL('../../../../docs/definitions.md', import.meta.url);

const help = `Usage: npm run generate -- [--check]

Writes the JSON Schemas, the AsyncAPI document and the pictures to packages/schema/generated, and the tables of all keys of
a definition into docs/definitions.md.

  --check   writes nothing; exit code 1 when a file is not as it would be written`;

export const generate: Command = {
  help,
  async run(argv, terminal) {
    const { values } = readArguments(argv, { options: { check: { type: 'boolean', default: false } } });
    const { longestLateWindow } = await loadDefinitions(fileURLToPath(new URL('definitions/', SCHEMA)));
    const fresh = generateArtefacts(longestLateWindow);
    const present = await readPresent();
    const document = await readFile(KEYS, 'utf8');
    const explained = withReference(document);
    const stale = [
      ...staleArtefacts(fresh, present),
      ...(explained === document ? [] : ['docs/definitions.md is out of date']),
    ];
    const count = fresh.size + 1;
    if (values.check) {
      for (const line of stale) terminal.warn(line);
      terminal.print(stale.length === 0 ? `${count} files are fresh` : 'Run: npm run generate');
      return stale.length === 0 ? 0 : 1;
    }
    for (const [name, text] of fresh) await writeFile(new URL(name, GENERATED), text);
    for (const name of present.keys()) if (!fresh.has(name)) await rm(new URL(name, GENERATED));
    await writeFile(KEYS, explained);
    terminal.print(`${count} files written, ${stale.length} of them changed`);
    return 0;
  },
};

async function readPresent(): Promise<Artefacts> {
  await mkdir(GENERATED, { recursive: true });
  const names = await readdir(GENERATED);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, GENERATED), 'utf8')] as const)),
  );
}
