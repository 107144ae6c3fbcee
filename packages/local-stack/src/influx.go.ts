import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, isProgram, run } from './programs.ts';
import type { Missing } from './providers.ts';
import type { Site } from './site.ts';
import { StackError } from './stack-error.ts';

const VERSION = '1.8.10';
const MODULE = `github.com/influxdata/influxdb/cmd/influxd@v${VERSION}`;
/** Two minutes of CPU, and the network before that. */
const TIMEOUT_MS = 1_200_000;

type BuildOptions = Pick<Site, 'cacheDir' | 'env' | 'signal' | 'progress'>;

const programOf = ({ cacheDir }: Pick<Site, 'cacheDir'>) => join(cacheDir, `influxd-${VERSION}`, 'influxd');

/** The `influxd` 1.8 of the cache folder: the newest server with the writes and queries of 2.x that Go alone can build. */
export async function builtInfluxd(site: Pick<Site, 'cacheDir'>): Promise<string | Missing> {
  const program = programOf(site);
  return (await isProgram(program)) ? program : { missing: `no ${program}` };
}

/** Builds it, unless it is there. A StackError where there is no Go, or the build fails. */
export async function buildInfluxd(options: BuildOptions): Promise<string> {
  const { cacheDir, env, signal, progress } = options;
  const program = programOf(options);
  if (await isProgram(program)) return program;
  const go = await findProgram('go', env);
  if (go === undefined)
    throw new StackError(
      `InfluxDB ${VERSION} cannot be built (no go on the PATH). Install Go (Debian: apt-get install golang-go).`,
    );
  progress(`InfluxDB: building version ${VERSION} with ${go}, which takes some minutes`);
  const folder = join(cacheDir, `influxd-${VERSION}`);
  const draft = `${folder}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  try {
    // Without a C compiler on every machine alike; and not as a part of a module or workspace that is set for another.
    const own = { GOBIN: draft, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };
    const where = { env: { ...env, ...own }, cwd: draft, signal, timeoutMs: TIMEOUT_MS };
    const { ok, output } = await run(go, ['install', MODULE], where);
    if (!ok) throw new StackError(`InfluxDB ${VERSION} cannot be built: ${output.split('\n').at(-1)}`);
    await rename(draft, folder).catch(() => undefined); // Another process was quicker: its program is the same.
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return program;
}
