import { join } from 'node:path';
import { findProgram, isProgram, run } from './programs.ts';
import type { Missing } from './providers.ts';

/** Apache Kafka 4 needs it. */
const OLDEST_JAVA = 17;

/** The `java` of JAVA_HOME, else that of the PATH, where it is new enough. */
export async function findJava(env: NodeJS.ProcessEnv): Promise<string | Missing> {
  const ofHome = env.JAVA_HOME === undefined ? undefined : join(env.JAVA_HOME, 'bin', 'java');
  const java = ofHome !== undefined && (await isProgram(ofHome)) ? ofHome : await findProgram('java', env);
  if (java === undefined) return { missing: `no Java ${OLDEST_JAVA} or newer` };
  const { ok, output } = await run(java, ['-version'], { env });
  const version = ok ? javaVersion(output) : undefined;
  if (version === undefined) return { missing: `${java} does not tell its version` };
  if (version < OLDEST_JAVA) return { missing: `${java} is Java ${version}, older than ${OLDEST_JAVA}` };
  return java;
}

/** The major version in what `java -version` prints: 8 for 1.8.0_402, 17 for 17.0.15. */
export function javaVersion(output: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(output) ?? [];
  if (first === undefined) return undefined;
  return first === '1' && second !== undefined ? Number(second) : Number(first);
}
