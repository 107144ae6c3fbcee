import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRegister, Definition, type Register } from '@heliograph/schema';
import { parseDocument } from 'yaml';

/** Thrown where a folder of definitions cannot be taken as it is; `problems` has a line for each mistake in each file. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

export type ParsedDefinition = { readonly definition: Definition } | { readonly problems: readonly string[] };

/** Far above the largest sensible definition, far below what costs time to parse. */
const MAX_FILE_BYTES = 256 * 1024;

/** Reads one definition: YAML 1.2 with unique keys and without aliases, then the rules of the schema. Throws nothing. */
export function parseDefinition(file: string, text: string): ParsedDefinition {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) return { problems: [`${file}: larger than ${MAX_FILE_BYTES} bytes`] };
  const document = parseDocument(text, { uniqueKeys: true, version: '1.2', schema: 'core' });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const line = broken.linePos?.[0].line;
    return { problems: [`${file}${line === undefined ? '' : `:${line}`}: ${broken.message.split('\n', 1)[0]}`] };
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { problems: [`${file}: aliases are not allowed`] };
  }
  const parsed = Definition.safeParse(value);
  if (parsed.success) return { definition: parsed.data };
  return {
    problems: parsed.error.issues.map(({ path, message }) => `${file}: ${path.join('.') || 'file'}: ${message}`),
  };
}

async function readDefinition(folder: string, name: string): Promise<ParsedDefinition> {
  try {
    return parseDefinition(name, await readFile(join(folder, name), 'utf8'));
  } catch (error) {
    return { problems: [`${name}: cannot be read (${reasonOf(error)})`] };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

/** Reads every `.yaml` file of a folder. Throws a DefinitionError that lists what is wrong in all of them. */
export async function loadDefinitions(folder: string): Promise<Register> {
  const files = await readdir(folder).catch((cause) => {
    throw new DefinitionError([`${folder}: cannot be read (${reasonOf(cause)})`]);
  });
  const names = files.filter((file) => /\.ya?ml$/.test(file)).sort();
  const definitions: Definition[] = [];
  const problems: string[] = [];
  const origins = new Map<string, string>();
  for (const name of names) {
    const parsed = await readDefinition(folder, name);
    if ('problems' in parsed) {
      problems.push(...parsed.problems);
      continue;
    }
    const { definition } = parsed;
    const subject = `${definition.application}/${definition.telemetry_type}`;
    const earlier = origins.get(subject);
    if (earlier !== undefined) problems.push(`${name}: ${subject} is defined in ${earlier} already`);
    origins.set(subject, name);
    definitions.push(definition);
  }
  if (names.length === 0) problems.push(`${folder}: holds no definitions`);
  if (problems.length > 0) throw new DefinitionError(problems);
  return createRegister(definitions);
}
