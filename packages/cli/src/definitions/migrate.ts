import { type ParsedDefinition, parseDefinition } from '@heliograph/definitions';
import { type Definition, type Edit, type ShapeConflict, shapeConflicts } from '@heliograph/schema';
import { parseDocument } from 'yaml';

/** `influx.names./load: load_float` */
export function editText({ path, value }: Edit): string {
  return `${path.join('.')}: ${Array.isArray(value) ? `[${value.join(', ')}]` : String(value)}`;
}

/** Each time fewer conflicts are left, or other ones that the edits have brought about. */
const MOST_ROUNDS = 5;

/**
 * Writes into the text of a definition what it needs so that its points fit those of its predecessor. Keeps comments. Returns
 * the text and what was written; throws where edits do not help.
 */
export function migrateDefinition(file: string, text: string, was: Definition, taken: readonly string[]) {
  const written: Edit[] = [];
  let migrated = text;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const conflicts = shapeConflicts(was, definitionOf(parseDefinition(file, migrated)), taken);
    if (conflicts.length === 0) return { text: migrated, written };
    const edits = nextEdits(conflicts);
    const document = parseDocument(migrated);
    for (const { path, value } of edits) document.setIn(path, value);
    migrated = document.toString({ lineWidth: 0 });
    written.push(...edits);
  }
  throw new Error(`${file}: ${written.map(editText).join(', ')} would not be enough; change the definition by hand`);
}

/** A measurement of its own makes all else fit, so it comes alone. */
function nextEdits(conflicts: readonly ShapeConflict[]): readonly Edit[] {
  const another = conflicts.find(({ edits }) => edits.some(({ path }) => path[1] === 'measurement'));
  return another?.edits ?? conflicts.flatMap(({ edits }) => edits);
}

function definitionOf(parsed: ParsedDefinition): Definition {
  if ('definition' in parsed) return parsed.definition;
  const [problem] = parsed.problems;
  throw new Error(`${problem?.file}: ${problem?.path.join('.')}: ${problem?.message}; change the definition by hand`);
}
