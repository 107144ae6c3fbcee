import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild, untilReady } from './child.ts';
import { distributionInfluxd } from './influx.apt.ts';
import { builtInfluxd } from './influx.go.ts';
import {
  type InfluxV1Place,
  type InfluxVersion,
  influxV1Config,
  influxV2Arguments,
  influxVersion,
} from './influx-config.ts';
import { type InfluxUrls, pingsInflux, setUpV1, setUpV2 } from './influx-http.ts';
import { privateFolder } from './private-folder.ts';
import { findProgram, run } from './programs.ts';
import type { Missing, Provider } from './providers.ts';
import { loadOrCreateSecret } from './secrets.ts';
import type { Site, Started } from './site.ts';

const STANDSTILL_MS = 120_000;
const STOP_GRACE_MS = 15_000;

/** The `influxd` of the PATH: of the 1.x and 2.x lines, or of one of them. */
export function influxOfPath(
  site: Site,
  majors: readonly InfluxVersion['major'][] = [1, 2],
): Provider<Started<InfluxUrls>> {
  return influxProvider(site, majors, async () => {
    return (await findProgram('influxd', site.env)) ?? { missing: 'no influxd on the PATH' };
  });
}

/** The `influxdb` package of Debian or Ubuntu, unpacked into the cache folder. */
export function influxOfDistribution(site: Site): Provider<Started<InfluxUrls>> {
  return influxProvider(site, [1], () => distributionInfluxd(site));
}

/** The 1.8 that `buildInfluxd` has put into the cache folder. */
export function influxBuilt(site: Site): Provider<Started<InfluxUrls>> {
  return influxProvider(site, [1], () => builtInfluxd(site));
}

function influxProvider(
  site: Site,
  majors: readonly InfluxVersion['major'][],
  find: () => Promise<string | Missing>,
): Provider<Started<InfluxUrls>> {
  return {
    async look() {
      const program = await find();
      if (typeof program !== 'string') return program;
      const { ok, output } = await run(program, ['version'], { env: site.env });
      const version = ok ? influxVersion(output) : undefined;
      if (version === undefined || !majors.includes(version.major))
        return { missing: `${program} is not InfluxDB ${majors.join(' or ')}` };
      return () => start(program, version, site);
    },
  };
}

async function start(program: string, { major, version }: InfluxVersion, site: Site): Promise<Started<InfluxUrls>> {
  // One folder for each line: neither can read the other's files.
  const home = join(site.dataDir, `influx-v${major}`);
  await privateFolder(home);
  const port = await site.port(18_086);
  site.progress(`InfluxDB: starting version ${version} on port ${port}`);
  const child = await startChild({
    name: 'influx',
    command: program,
    args:
      major === 2
        ? influxV2Arguments(home, port)
        : await v1Arguments({ dataDir: home, port, rpcPort: await site.port(18_088), shortLived: site.shortLived }),
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
    const token = await loadOrCreateSecret(join(site.dataDir, 'influx.secret'));
    const value = major === 2 ? await setUpV2(url, token) : await setUpV1(url);
    return { value, from: `InfluxDB ${version} (${program})`, stop, kill: child.kill, ended: child.ended };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function v1Arguments(place: InfluxV1Place): Promise<string[]> {
  const config = join(place.dataDir, 'influxdb.conf');
  await writeFile(config, influxV1Config(place));
  return ['run', '-config', config];
}
