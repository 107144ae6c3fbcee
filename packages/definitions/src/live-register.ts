import { createRegister, type Definition, type Register, type RegisterMode, shapeConflicts } from '@heliograph/schema';
import type { DefinitionFolder } from './definitions.ts';
import { type DefinitionFile, problemLine } from './definitions-file.ts';

/** What may be wrong with a definition beside what its file says: whatever this service makes of one, made of it. */
export type Prove = (definition: Definition) => unknown;

/** A register whose content is replaced as a whole; whoever holds it sees the one in force. */
export interface ReplaceableRegister extends Register {
  replace(next: Register): void;
}

export function replaceable(first: Register): ReplaceableRegister {
  let inForce = first;
  return {
    get mode() {
      return inForce.mode;
    },
    get definitions() {
      return inForce.definitions;
    },
    get longestLateWindow() {
      return inForce.longestLateWindow;
    },
    find: (application, telemetryType) => inForce.find(application, telemetryType),
    route: (application, telemetryType, nowMs) => inForce.route(application, telemetryType, nowMs),
    mayProcess: (definition) => inForce.mayProcess(definition),
    replace(next) {
      inForce = next;
    },
  };
}

/** A register of what a folder holds, or a line for each reason why it cannot be in force. */
export type Admission = { readonly register: Register } | { readonly problems: readonly string[] };

/**
 * Judges what a folder holds, whole: one bad definition refuses all of it, for half a change is one that nobody has made.
 * A definition that has taken in data is not given up either: what is held by it could no longer be read, erased or
 * deleted after its time. It is retired instead. Neither does it come into force with points of another shape: InfluxDB would
 * refuse them.
 */
export function admit(
  { files, problems }: DefinitionFolder,
  mode: RegisterMode,
  prove: Prove,
  inForce?: Register,
): Admission {
  const found = [
    ...problems.map(problemLine),
    ...files.flatMap(({ file, definition }) => disproof(definition, prove).map((why) => `${file}: ${why}`)),
    ...files.flatMap((file) => conflictsWith(inForce, file)),
  ];
  if (found.length > 0) return { problems: found };
  const register = createRegister(
    files.map(({ definition }) => asBefore(definition, inForce)),
    mode,
  );
  const gone = (inForce?.definitions ?? []).filter(
    ({ application, telemetry_type, status }) =>
      status !== 'draft' && register.find(application, telemetry_type) === undefined,
  );
  if (gone.length === 0) return { register };
  return { problems: gone.map((definition) => `${nameOf(definition)} is gone; a definition is retired, not removed`) };
}

function conflictsWith(inForce: Register | undefined, { file, definition, placeOf }: DefinitionFile): string[] {
  const before = inForce?.find(definition.application, definition.telemetry_type);
  if (before === undefined) return [];
  return shapeConflicts(before, definition).map(({ path, message }) =>
    problemLine({ file, place: placeOf(path), path, message }),
  );
}

/** What means the same is the same object, whatever was done to its file: nobody has to compile it again. */
function asBefore(definition: Definition, inForce: Register | undefined): Definition {
  const before = inForce?.find(definition.application, definition.telemetry_type);
  return before !== undefined && JSON.stringify(before) === JSON.stringify(definition) ? before : definition;
}

function disproof(definition: Definition, prove: Prove): string[] {
  try {
    prove(definition);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : 'cannot be used'];
  }
}

/** Which definitions a change has added, changed or taken away, by name. */
export function changesOf(before: Register, after: Register) {
  const names = (these: Register, those: Register) =>
    these.definitions
      .filter(({ application, telemetry_type }) => those.find(application, telemetry_type) === undefined)
      .map(nameOf);
  const changed = after.definitions.filter((definition) => {
    const earlier = before.find(definition.application, definition.telemetry_type);
    return earlier !== undefined && earlier !== definition;
  });
  return { added: names(after, before), changed: changed.map(nameOf), removed: names(before, after) };
}

function nameOf({ application, telemetry_type }: Definition): string {
  return `${application}/${telemetry_type}`;
}
