import { findProgram, run } from './programs.ts';
import { StackError } from './stack-error.ts';

interface Ids {
  readonly uid: number;
  readonly gid: number;
}

/** How to run a program that refuses to run as root. */
export interface Unprivileged {
  /** Whom its files have to belong to, where that is not this user. */
  readonly owner?: Ids;
  /** As whom to spawn it. */
  readonly user?: Ids;
  /** What goes before the program and its arguments. */
  readonly prefix: readonly string[];
}

/**
 * For an ordinary user: as is. For root: as `nobody`, which is there already, so that no user has to be added. Where
 * `nobody` may not enter the folders (a checkout below /root), with the one capability that lets it; a StackError where that
 * cannot be given either.
 */
export async function unprivileged(folders: readonly string[], env: NodeJS.ProcessEnv): Promise<Unprivileged> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const [uid, gid] = await Promise.all([idOfNobody('-u', env), idOfNobody('-g', env)]);
  const owner = { uid, gid };
  const enter = ['-c', 'for folder; do cd "$folder" || exit 1; done', 'sh', ...folders];
  if ((await run('/bin/sh', enter, { env, user: owner })).ok) return { owner, user: owner, prefix: [] };
  const setpriv = await findProgram('setpriv', env);
  if (setpriv !== undefined) {
    const ids = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
    // access(2) ignores capabilities of ordinary users without this bit, and PostgreSQL looks for its programs with it.
    const bit = '--securebits=+no_setuid_fixup';
    const prefix = [setpriv, ...ids, bit, '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
    const [program, ...args] = [...prefix, '/bin/sh', ...enter];
    if (program !== undefined && (await run(program, args, { env })).ok) return { owner, prefix };
  }
  throw new StackError(
    `PostgreSQL refuses to run as root, and the user nobody may not enter ${folders.join(' or ')}; start as an ordinary user, or from a folder that everybody may enter`,
  );
}

async function idOfNobody(flag: '-u' | '-g', env: NodeJS.ProcessEnv): Promise<number> {
  const { ok, output } = await run('id', [flag, 'nobody'], { env });
  if (!ok)
    throw new StackError('PostgreSQL refuses to run as root, and there is no user nobody; start as another user');
  return Number(output);
}
