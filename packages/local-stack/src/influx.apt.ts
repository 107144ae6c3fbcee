import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, isProgram, run } from './programs.ts';
import type { Missing } from './providers.ts';
import type { Site } from './site.ts';

type FetchOptions = Pick<Site, 'cacheDir' | 'env' | 'signal' | 'progress'>;

const TIMEOUT_MS = 600_000;

/**
 * The `influxd` of the distribution's package, from the cache folder, else fetched with apt (which checks its signature)
 * and unpacked there. Nothing of the system is changed, and root is not needed.
 */
export async function distributionInfluxd(from: FetchOptions): Promise<string | Missing> {
  const { cacheDir, env, signal, progress } = from;
  const folder = join(cacheDir, 'influxdb-of-distribution');
  const program = join(folder, 'usr', 'bin', 'influxd');
  if (await isProgram(program)) return program;
  const apt = await findProgram('apt-get', env);
  const dpkg = await findProgram('dpkg-deb', env);
  if (apt === undefined || dpkg === undefined) return { missing: 'no apt-get to fetch the package influxdb with' };

  progress('InfluxDB: fetching the package influxdb of the distribution');
  const draft = `${folder}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  try {
    const problem = await download(apt, draft, from);
    if (problem !== undefined) return { missing: `apt-get cannot fetch the package influxdb: ${problem}` };
    const file = (await readdir(draft)).find((name) => name.endsWith('.deb')) ?? '';
    const unpacked = join(draft, 'unpacked');
    const { ok, output } = await run(dpkg, ['-x', join(draft, file), unpacked], { env, signal, timeoutMs: TIMEOUT_MS });
    if (!ok) return { missing: `the package influxdb cannot be unpacked: ${output}` };
    await rename(unpacked, folder).catch(() => undefined); // Somebody else was quicker: theirs is the same.
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return (await isProgram(program)) ? program : { missing: 'the package influxdb has no influxd' };
}

/** Undefined, or the last line of what went wrong. */
async function download(apt: string, folder: string, { env, signal }: FetchOptions): Promise<string | undefined> {
  const options = { env: { ...env, LC_ALL: 'C' }, cwd: folder, signal, timeoutMs: TIMEOUT_MS };
  const asRoot = ['-q', '-o', 'APT::Sandbox::User=root'];
  if ((await run(apt, [...asRoot, 'download', 'influxdb'], options)).ok) return undefined;
  // The package lists are missing or old; fresh ones go into a folder of ours, so that the system's stay as they are.
  const lists = join(folder, 'lists');
  await mkdir(join(lists, 'partial'), { recursive: true });
  const own = [...asRoot, '-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${join(folder, 'cache')}`];
  const update = await run(apt, [...own, 'update'], options);
  const { ok, output } = update.ok ? await run(apt, [...own, 'download', 'influxdb'], options) : update;
  return ok ? undefined : output.split('\n').at(-1);
}
