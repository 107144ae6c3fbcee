import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild, untilReady } from './child.ts';
import { distributionInfluxd } from './influx.apt.ts';
import { type InfluxVersion, influxV1Config, influxV2Arguments, influxVersion } from './influx-config.ts';
import { type InfluxUrls, pingsInflux, setUpV1, setUpV2 } from './influx-http.ts';
import { findProgram, run } from './programs.ts';
import { keptSecret } from './secrets.ts';
import type { Site, Started } from './site.ts';
import type { Way } from './ways.ts';

const STANDSTILL_MS = 120_000;
const STOP_GRACE_MS = 15_000;

/** The `influxd` of the PATH, of version 2 or 1. */
export function influxOfPath(site: Site): Way<Started<InfluxUrls>> {
  return {
    async look() {
      const program = await findProgram('influxd', site.env);
      if (program === undefined) return { missing: 'no influxd on the PATH' };
      const { ok, output } = await run(program, ['version'], { env: site.env });
      const version = ok ? influxVersion(output) : undefined;
      if (version === undefined) return { missing: `${program} is neither InfluxDB 2 nor 1` };
      return () => start(program, version, site);
    },
  };
}

/** The `influxdb` package of Debian or Ubuntu, unpacked into the cache folder: version 1. */
export function influxOfDistribution(site: Site): Way<Started<InfluxUrls>> {
  return {
    async look() {
      const program = await distributionInfluxd(site);
      if (typeof program !== 'string') return program;
      const { output } = await run(program, ['version'], { env: site.env });
      const version = influxVersion(output);
      if (version === undefined) return { missing: `the package influxdb is neither version 2 nor 1 (${output})` };
      return () => start(program, version, site);
    },
  };
}

async function start(program: string, { api, version }: InfluxVersion, site: Site): Promise<Started<InfluxUrls>> {
  // One folder per version: neither can read the other's files.
  const home = join(site.dataDir, `influx-${api}`);
  await mkdir(home, { recursive: true });
  const port = await site.port(18_086);
  site.progress(`InfluxDB: starting version ${version} on port ${port}`);
  const child = await startChild({
    name: 'influx',
    command: program,
    args: api === 'v2' ? influxV2Arguments(home, port) : await v1Arguments(home, port, await site.port(18_088)),
    env: site.env,
    runDir: site.runDir,
    logFile: join(site.logDir, 'influx.log'),
    stopSignal: 'SIGINT', // On SIGTERM version 2 ends at once, without closing its files.
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = () => child.stop(STOP_GRACE_MS);
  const wait = { standstillMs: STANDSTILL_MS, signal: site.signal };
  try {
    await untilReady(child, wait, () => pingsInflux(url));
    const token = await keptSecret(join(site.dataDir, 'influx.secret'));
    const value = api === 'v2' ? await setUpV2(url, token) : await setUpV1(url);
    return { value, from: `InfluxDB ${version} (${program})`, stop, kill: child.kill };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function v1Arguments(home: string, port: number, rpcPort: number): Promise<string[]> {
  const config = join(home, 'influxdb.conf');
  await writeFile(config, influxV1Config(home, port, rpcPort));
  return ['run', '-config', config];
}
