import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INFLUX_LINES, orExit, startBackingServices } from '@heliograph/local-stack';
import type { TestProject } from 'vitest/node';
import type { BackingUrls } from './backing.ts';

/** Starts the InfluxDB that the project is named after, and nothing else. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const influxLine = INFLUX_LINES.find((line) => project.name === `influx-${line}`);
  if (influxLine === undefined) throw new Error(`${project.name} is named after no line of InfluxDB`);
  const dataDir = await mkdtemp(join(tmpdir(), 'heliograph-influx-'));
  const starting = startBackingServices({
    dataDir,
    env: process.env,
    only: ['influx'],
    influxLine,
    ephemeralPorts: true,
    shortLived: true,
    progress: (line) => void process.stderr.write(`${line}\n`),
  });
  const { influx, stop } = await orExit(starting);
  const remove = async () => {
    await stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const onSignal = () => void remove().finally(() => process.exit(1));
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  project.provide('backing', { kafka: [], postgres: '', influx } satisfies BackingUrls);
  return async () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    await remove();
  };
}
