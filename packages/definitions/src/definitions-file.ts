import { Definition, findInvalidPointers } from '@heliograph/schema';
import type { z } from 'zod';
import { type Path, type Place, readYaml } from './definitions-yaml.ts';

/** What is wrong with a definition, where, and of which of its parts; an empty path means the file. */
export interface Problem {
  readonly file: string;
  readonly place: Place | undefined;
  readonly path: Path;
  readonly message: string;
}

/** A definition and where its parts stand in its file. */
export interface DefinitionFile {
  readonly file: string;
  readonly definition: Definition;
  placeOf(path: Path): Place | undefined;
}

export type ParsedDefinition = DefinitionFile | { readonly problems: readonly Problem[] };

/** Far above the largest sensible definition, far below what costs time to parse. */
export const MAX_FILE_BYTES = 256 * 1024;

/** Nobody reads more at once, and to place one takes a walk through the file. */
const MOST_PROBLEMS = 50;

/** Reads one definition: YAML as definitions-yaml.ts takes it, then the rules of the schema. Throws nothing. */
export function parseDefinition(file: string, text: string): ParsedDefinition {
  const read = readDocument(file, text, Definition);
  if ('problems' in read) return read;
  const { data: definition, placeOf } = read;
  const strays = findInvalidPointers(definition);
  if (strays.length === 0) return { file, definition, placeOf };
  return { problems: strays.map(({ path, message }) => ({ file, place: placeOf(path), path, message })) };
}

/** Reads YAML of any shape in the same way. */
export function readDocument<S extends z.ZodType>(
  file: string,
  text: string,
  shape: S,
): { readonly data: z.infer<S>; placeOf(path: Path): Place | undefined } | { readonly problems: readonly Problem[] } {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) return { problems: [tooLarge(file)] };
  const yaml = readYaml(text);
  if ('misspellings' in yaml) return { problems: yaml.misspellings.map((problem) => ({ file, path: [], ...problem })) };
  const { value, placeOf } = yaml;
  const { success, data, error } = shape.safeParse(value);
  if (success) return { data, placeOf };
  const complaints = error.issues.flatMap((issue) => complaintsOf(issue, value)).slice(0, MOST_PROBLEMS);
  return { problems: complaints.map((complaint) => ({ file, place: placeOf(complaint.path), ...complaint })) };
}

export const tooLarge = (file: string): Problem => unplaced(file, `larger than ${MAX_FILE_BYTES} bytes`);

/** A problem of a file as a whole. */
export function unplaced(file: string, message: string): Problem {
  return { file, place: undefined, path: [], message };
}

/** `file:line:column: path: message`, as compilers write it, so that editors can jump there. */
export function problemLine({ file, place, path, message }: Problem): string {
  const where = place === undefined ? file : `${file}:${place.line}:${place.column}`;
  return path.length === 0 ? `${where}: ${message}` : `${where}: ${path.join('.')}: ${message}`;
}

type Complaint = Pick<Problem, 'path' | 'message'>;

/** What zod has to say of one part, in the words of somebody who writes a file. */
function complaintsOf(issue: z.core.$ZodIssue, root: unknown): Complaint[] {
  const path = issue.path.map((segment) => (typeof segment === 'number' ? segment : String(segment)));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: 'is no key that is known here' }));
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ path, message: `is no name for this: ${message}` }));
    case 'custom':
      return [{ path, message: issue.message }];
    case 'invalid_type':
    case 'invalid_value':
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'too_big':
    case 'too_small':
      return [{ path, message: messageOf(issue, path.length, valueAt(root, path)) }];
  }
}

function messageOf({ code, message }: z.core.$ZodIssue, depth: number, value: unknown): string {
  if (depth === 0) return 'holds no map of keys';
  if (value === undefined) return 'is missing';
  return code === 'invalid_union' ? 'is none of what can stand here' : message;
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, segment) =>
      typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[segment] : undefined,
    root,
  );
}
