import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type BackingServices, startBackingServices } from '@heliograph/local-stack';

export type Influx1 = BackingServices['influx'] & { stop(): Promise<void> };

/**
 * An InfluxDB of the 1.x line, from the distribution's package, whatever is on the PATH. Rejects where it cannot be had; it
 * is fetched with apt, so that means a system other than Debian's family, or no network and an empty cache.
 */
export async function startInflux1(env: NodeJS.ProcessEnv): Promise<Influx1> {
  const dataDir = await mkdtemp(join(tmpdir(), 'heliograph-influx1-'));
  const { influx, stop } = await startBackingServices({
    dataDir,
    env: { ...env, PATH: await withoutInfluxd(env.PATH ?? '') },
    mode: 'native',
    only: ['influx'],
    ephemeralPorts: true,
    progress: () => {},
  });
  return {
    ...influx,
    async stop() {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function withoutInfluxd(path: string): Promise<string> {
  const kept: string[] = [];
  for (const folder of path.split(delimiter)) {
    const hasIt = await access(join(folder, 'influxd')).then(
      () => true,
      () => false,
    );
    if (!hasIt) kept.push(folder);
  }
  return kept.join(delimiter);
}
