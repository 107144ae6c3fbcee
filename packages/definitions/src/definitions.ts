import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { addressOf, CANARY_DEFINITION, createRegister, measurementsOf, type Register } from '@heliograph/schema';
import {
  type DefinitionFile,
  MAX_FILE_BYTES,
  type ParsedDefinition,
  type Problem,
  parseDefinition,
  problemLine,
  tooLarge,
  unplaced,
} from './definitions-file.ts';
import type { Path } from './definitions-yaml.ts';

/** Thrown where a folder of definitions cannot be taken as it is; `problems` has a line for each mistake in each file. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** What a folder holds: definitions, and what is wrong with the files that are none. */
export interface DefinitionFolder {
  readonly files: readonly DefinitionFile[];
  readonly problems: readonly Problem[];
}

/**
 * Reads every `.yaml` and `.yml` file of a folder, or of several with commas between, in the order of their names. Throws
 * nothing.
 */
export async function readDefinitions(folder: string, parse = parseDefinition): Promise<DefinitionFolder> {
  const parsed = await Promise.all(folder.split(',').map((one) => readFolder(one.trim(), parse)));
  return gatherDefinitions(parsed.flat());
}

async function readFolder(folder: string, parse: typeof parseDefinition): Promise<ParsedDefinition[]> {
  const found = await readdir(folder).catch((cause) => unplaced(folder, `cannot be read (${reasonOf(cause)})`));
  if (!Array.isArray(found)) return [{ problems: [found] }];
  const names = found.filter(isDefinitionName).sort();
  if (names.length === 0) return [{ problems: [unplaced(folder, 'holds no definitions')] }];
  return Promise.all(names.map((name) => readDefinition(folder, name, parse)));
}

/** Whether a file of that name holds a definition. A hidden one is an editor's lock or a copy that a platform keeps. */
export const isDefinitionName = (name: string) => /^[^.].*\.ya?ml$/.test(name);

/** In place of a file, for what every service has by itself. */
export const BUILT_IN = 'the product itself';

/**
 * Puts definitions together, of which no two may be of the same telemetry type of the same application, or share a
 * measurement, present or former: what is deleted of the one there, because of an erasure or of its age, would be the other's
 * as well. Nor may two of them that still take in data have one address.
 */
export function gatherDefinitions(parsed: readonly ParsedDefinition[]): DefinitionFolder {
  const files: DefinitionFile[] = [];
  const problems: Problem[] = [];
  const { application, telemetry_type, influx } = CANARY_DEFINITION;
  const subjects = new Map([[`${application}/${telemetry_type}`, BUILT_IN]]);
  const measurements = new Map([[influx.measurement, BUILT_IN]]);
  const addresses = new Map<string, string>();
  for (const one of parsed) {
    if ('problems' in one) {
      problems.push(...one.problems);
      continue;
    }
    const { file, definition, placeOf } = one;
    const subject = `${definition.application}/${definition.telemetry_type}`;
    const shared = measurementsOf(definition).find((name) => measurements.has(name));
    const own = definition.status === 'retired' ? [] : (definition.receive?.http ?? []).map(addressOf);
    const taken = own.find((address) => addresses.has(address));
    const refuse = (path: Path, message: string) => problems.push({ file, place: placeOf(path), path, message });
    if (subjects.has(subject)) refuse(['telemetry_type'], `${subject} is defined in ${subjects.get(subject)} already`);
    else if (shared !== undefined)
      refuse(
        ['influx', shared === definition.influx.measurement ? 'measurement' : 'former_measurements'],
        `${shared} is the measurement of ${measurements.get(shared)} already`,
      );
    else if (taken !== undefined) refuse(['receive', 'http'], `${taken} is of ${addresses.get(taken)} already`);
    else {
      for (const address of own) addresses.set(address, file);
      subjects.set(subject, file);
      for (const name of measurementsOf(definition)) measurements.set(name, file);
      files.push(one);
    }
  }
  return { files, problems };
}

/** Reads a folder into a register. Throws a DefinitionError that lists what is wrong in all of its files. */
export async function loadDefinitions(folder: string): Promise<Register> {
  const { files, problems } = await readDefinitions(folder);
  if (problems.length > 0) throw new DefinitionError(problems.map(problemLine));
  return createRegister(files.map(({ definition }) => definition));
}

async function readDefinition(folder: string, name: string, parse: typeof parseDefinition): Promise<ParsedDefinition> {
  try {
    const path = join(folder, name);
    const found = await stat(path);
    // Of a pipe nothing would ever come.
    if (!found.isFile()) return { problems: [unplaced(name, 'is no file')] };
    return found.size > MAX_FILE_BYTES ? { problems: [tooLarge(name)] } : parse(name, await readFile(path, 'utf8'));
  } catch (error) {
    return { problems: [unplaced(name, `cannot be read (${reasonOf(error)})`)] };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
