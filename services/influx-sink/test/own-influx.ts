import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InfluxUrls, type Switch, startBackingServices } from '@heliograph/local-stack';
import { type InfluxAdmin, influxAdmin, type WriteToken } from '@heliograph/testkit';

/** An InfluxDB that belongs to one test file, which may do to it what it likes. */
export interface OwnInflux extends InfluxUrls {
  readonly sink: WriteToken;
  readonly power: Switch;
  readonly admin: InfluxAdmin;
  remove(): Promise<void>;
}

export async function startOwnInflux(): Promise<OwnInflux> {
  const dataDir = await mkdtemp(join(tmpdir(), 'heliograph-outage-'));
  const { influx, switches, stop } = await startBackingServices({
    dataDir,
    env: process.env,
    mode: 'native',
    only: ['influx'],
    ephemeralPorts: true,
    progress: () => {},
  });
  const admin = influxAdmin(influx);
  return {
    ...influx,
    admin,
    sink: await admin.createWriteToken(),
    power: switches.influx,
    async remove() {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
