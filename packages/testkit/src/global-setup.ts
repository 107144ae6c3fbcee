import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDocker, orExit, removeAbandoned, StackError, startBackingServices } from '@heliograph/local-stack';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import type { BackingUrls } from './backing.ts';
import { templatePrefix } from './postgres.ts';

const FOLDER = 'heliograph-test-';
const GET_DOCKER = 'Install it (https://docs.docker.com/engine/install), or unset HELIOGRAPH_TEST_SERVICES.';
const LEFTOVER_GRACE_MS = 5_000;

type Stoppable = BackingUrls & { stop(): Promise<void> };

/**
 * Starts Kafka, PostgreSQL and InfluxDB once for a test run, and stops them after it. HELIOGRAPH_TEST_SERVICES says how:
 * `native`, `containers`, or `auto` (the default: containers where a Docker daemon answers). Where they cannot be started the
 * run fails; nothing is skipped.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...urls } = await orExit(start(process.env));
  const onSignal = () => void stop().finally(() => process.exit(1));
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  const run = randomBytes(6).toString('hex');
  project.provide('backing', urls);
  project.provide('run', run);
  return async () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    try {
      await dropTemplates(urls.postgres, run);
    } finally {
      await stop();
    }
  };
}

async function start(env: NodeJS.ProcessEnv): Promise<Stoppable> {
  const mode = env.HELIOGRAPH_TEST_SERVICES || 'auto';
  switch (mode) {
    case 'native':
      return startNative(env);
    case 'containers':
      return startInContainers(env);
    case 'auto':
      return typeof (await findDocker(env)) === 'string' ? startInContainers(env) : startNative(env);
    default:
      throw new StackError(`HELIOGRAPH_TEST_SERVICES is "${mode}"; it may be native, containers or auto`);
  }
}

async function startInContainers(env: NodeJS.ProcessEnv): Promise<Stoppable> {
  const docker = await findDocker(env);
  if (typeof docker !== 'string')
    throw new StackError(`Containers cannot be started (${docker.missing}). ${GET_DOCKER}`);
  // Loaded only here: a machine without Docker does not pay for the library.
  const { startContainers } = await import('./containers.ts');
  return startContainers();
}

async function startNative(env: NodeJS.ProcessEnv): Promise<Stoppable> {
  for (const name of await readdir(tmpdir()))
    if (name.startsWith(FOLDER)) await removeAbandoned(join(tmpdir(), name), LEFTOVER_GRACE_MS);
  const dataDir = await mkdtemp(join(tmpdir(), FOLDER));
  // PostgreSQL does not run as root and has to enter it.
  await chmod(dataDir, 0o711);
  const progress = (line: string) => void process.stderr.write(`${line}\n`);
  try {
    const common = { dataDir, env, progress, ephemeralPorts: true, shortLived: true };
    const services = await startBackingServices({ ...common, mode: 'native' });
    return {
      kafka: services.kafka.brokers,
      postgres: services.postgres.url,
      influx: services.influx,
      async stop() {
        await services.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

/** The server may be one that is there for longer. */
async function dropTemplates(url: string, run: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const sql = 'SELECT datname FROM pg_database WHERE starts_with(datname, $1)';
    const { rows } = await client.query<{ datname: string }>(sql, [templatePrefix(run)]);
    for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}
