import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BackingServices, portChooser, startBackingServices } from '@heliograph/local-stack';
import { provisionTopics } from '@heliograph/stream';
import { systemVariables } from '../../packages/devtools/src/up/environment.ts';
import { shippedDefinitions } from '../../packages/testkit/src/definitions.ts';
import type { Bench } from './bench.ts';

/** Real services in a folder that goes away with the part. */
export interface Backing {
  readonly dataDir: string;
  readonly stores: BackingServices;
  /** What every service needs to find them; each call hands out fresh ports for the services. */
  variables(): Promise<Record<string, string>>;
}

/** Settings of our own would not be those of whoever started the bench. */
const SECRET = 'the-benchmark-keeps-nothing-that-is-worth-a-secret';

export async function aDataDir(bench: Bench): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'heliograph-bench-'));
  bench.onEnd(() => rm(dataDir, { recursive: true, force: true }));
  // PostgreSQL does not run as root and has to enter it.
  await chmod(dataDir, 0o711);
  return dataDir;
}

/** Starts Kafka, with all topics, and where asked for PostgreSQL and InfluxDB. */
export async function startBacking(bench: Bench, also: readonly ('postgres' | 'influx')[] = []): Promise<Backing> {
  const dataDir = await aDataDir(bench);
  const env = process.env;
  const common = { dataDir, env, progress: bench.say, signal: bench.signal, ephemeralPorts: true };
  const stores = await startBackingServices({ ...common, only: ['kafka', ...also] });
  bench.onEnd(() => stores.stop());
  await provision(stores.kafka.brokers, 'telemetry');
  // Variables that are empty, of stores that were not asked for, are left out.
  return { dataDir, stores, variables: () => systemVariables(env, stores, SECRET, portChooser(true)) };
}

export const kafkaOf = (brokers: readonly string[], topicPrefix = 'telemetry') => ({
  brokers,
  clientId: 'bench',
  topicPrefix,
});

/** Creates all topics under a prefix. */
export async function provision(brokers: readonly string[], topicPrefix: string, partitions = 6): Promise<void> {
  const { longestLateWindow: longestLateWindowMs } = shippedDefinitions();
  const plan = { partitions, replicationFactor: 1, minInSyncReplicas: 1, longestLateWindowMs };
  await provisionTopics(kafkaOf(brokers, topicPrefix), plan);
}
