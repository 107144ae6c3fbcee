import { setTimeout as sleep } from 'node:timers/promises';
import { type definitionsSettings, every, type ServiceContext, type ServiceRuntime } from '@heliograph/runtime';
import { CANARY_DEFINITION, type Register } from '@heliograph/schema';
import type { z } from 'zod';
import { BUILT_IN, DefinitionError, type DefinitionFolder, readDefinitions } from './definitions.ts';
import { type ParsedDefinition, parseDefinition, problemLine } from './definitions-file.ts';
import { admit, changesOf, type Prove, replaceable } from './live-register.ts';
import { readUntilStable } from './read-until-stable.ts';

/** The register of a folder, whose content follows the folder while the process runs. */
export interface LiveRegister extends Register {
  /** Looks into the folder at once; resolves when what is there is in force, or has been refused. Never rejects. */
  reload(): Promise<void>;
}

type DefinitionsContext = Pick<
  ServiceContext<z.infer<z.ZodObject<typeof definitionsSettings>>>,
  'config' | 'onStop'
> & {
  readonly runtime: Pick<ServiceRuntime, 'log' | 'health'>;
};

/** Whoever writes files takes moments between two of them; what has not changed for this long is believed. */
const STABLE_MS = 250;

/**
 * Opens the register of the folder that is configured, and follows it until the service stops. It looks again and again
 * and compares contents: notices of changes do not come through bind mounts, network file systems and the links that
 * Kubernetes swaps, and times of files are kept by some who copy them. A change that is broken is refused whole and the
 * old register stays in force; a warning and the log say so. `prove` is asked about every definition. Rejects with a
 * DefinitionError where there is nothing to begin with.
 */
export async function openRegister(context: DefinitionsContext, prove: Prove = () => {}): Promise<LiveRegister> {
  const { config, runtime, onStop } = context;
  const { definitionsFolder: folder, definitionsMode: mode, definitionsReloadMs: everyMs } = config;
  const parse = rememberingParse();
  const read = async () => withCanary(await readDefinitions(folder, parse));

  let seen = await read();
  const first = admit(seen, mode, prove);
  if ('problems' in first) throw new DefinitionError(first.problems);
  const register = replaceable(first.register);

  async function follow(): Promise<void> {
    const found = await readUntilStable(read, () => sleep(STABLE_MS), isSame, seen);
    if (found === undefined) return;
    seen = found;
    const admission = admit(found, mode, prove, register);
    if ('problems' in admission) {
      const [problem, ...more] = admission.problems;
      runtime.health.warn(
        'definitions',
        `a change is refused: ${problem}${more.length > 0 ? `, ${more.length} more` : ''}`,
      );
      runtime.log.error({ problems: admission.problems }, 'refused a change of the definitions; the old ones stay');
      return;
    }
    runtime.health.unwarn('definitions');
    const changes = changesOf(register, admission.register);
    if (Object.values(changes).every(({ length }) => length === 0)) return;
    runtime.log.info(changes, 'the definitions have changed');
    register.replace(admission.register);
  }

  let following: Promise<void> | undefined;
  const reload = () => {
    following ??= follow().finally(() => {
      following = undefined;
    });
    return following;
  };
  onStop('definitions', every({ everyMs, firstAfterMs: everyMs, work: reload }).stop);
  return Object.assign(register, { reload });
}

/** The canary's definition is in no folder, and in every register. */
function withCanary({ files, problems }: DefinitionFolder): DefinitionFolder {
  return { files: [...files, { file: BUILT_IN, definition: CANARY_DEFINITION, placeOf: () => undefined }], problems };
}

/** Parses a file again only when its text is another: what has not changed is the same object. */
function rememberingParse(): typeof parseDefinition {
  const known = new Map<string, { readonly text: string; readonly parsed: ParsedDefinition }>();
  return (file, text) => {
    const before = known.get(file);
    if (before?.text === text) return before.parsed;
    const parsed = parseDefinition(file, text);
    known.set(file, { text, parsed });
    return parsed;
  };
}

function isSame(a: DefinitionFolder, b: DefinitionFolder): boolean {
  const lines = (folder: DefinitionFolder) => folder.problems.map(problemLine).join('\n');
  return (
    a.files.length === b.files.length &&
    a.files.every(({ definition }, i) => definition === b.files[i]?.definition) &&
    lines(a) === lines(b)
  );
}
