import { readFileSync } from 'node:fs';
import type { ServiceName } from '@heliograph/schema';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { z } from 'zod';
import { ConfigError, camelCase, loadConfig } from './env.ts';
import { showHealth } from './health.prometheus.ts';
import { createHealth, type ServiceHealth } from './health.ts';
import { createLogger } from './logger.ts';
import { ADMIN_PORTS, commonSettings, port } from './settings.ts';
import { startStatusServer } from './status-server.ts';

/** Structurally what packages/stream wants of the process it runs in. */
export interface ServiceRuntime {
  readonly log: Logger;
  readonly health: ServiceHealth;
  readonly registry: Registry;
  /** Ends the process with exit code 1 at once: nothing more is committed, and the restart finds out where it stood. */
  fail(error: unknown): void;
}

export interface ServiceContext<C> {
  readonly config: C;
  readonly version: string;
  readonly runtime: ServiceRuntime;
  /** Registers what to do at the end; the last registered is done first, with `name` in the log. */
  onStop(name: string, stop: () => Promise<void>): void;
}

export interface Service<S extends z.ZodObject> {
  readonly name: ServiceName;
  readonly config: S;
  start(context: ServiceContext<z.infer<S>>): Promise<void>;
}

const Common = z.object(commonSettings);

/** Above what any drain takes by itself (announce 5 s + deliver 10 s + a batch), below twice what Kubernetes waits. */
const STOP_DEADLINE_MS = 30_000;

/**
 * Runs a service: checks its configuration (and with `--check-config` only that: exit code 0 or 1), serves its status,
 * starts it, and on SIGTERM or SIGINT stops it in order and exits with 0. Exit code 1 is a failed start, a failure or a stop
 * that took too long.
 */
export async function runService<S extends z.ZodObject>(service: Service<S>): Promise<void> {
  const adminPort = `${camelCase(service.name)}AdminPort`;
  const schema = service.config.extend({ ...commonSettings, [adminPort]: port.default(ADMIN_PORTS[service.name]) });
  const settings = orExplain(() => loadConfig(service.name, schema, process.env));
  if (process.argv.includes('--check-config')) {
    process.stdout.write(`${service.name}: configuration is valid\n`);
    return;
  }
  const { adminHost, adminKeepAliveTimeoutMs: keepAliveTimeoutMs, logLevel } = Common.parse(settings);
  const version = readVersion();
  const log = createLogger(service.name, version, logLevel);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const health = createHealth((status) =>
    status.ready ? log.info('ready') : log.warn({ parts: status.parts }, 'not ready'),
  );
  showHealth(registry, health);
  const stops: { name: string; stop: () => Promise<void> }[] = [];
  let stopping = false;

  function fail(error: unknown): void {
    log.fatal({ err: error }, 'the process ends');
    log.flush();
    process.exit(1);
  }

  async function stop(signal: string): Promise<void> {
    if (stopping) return;
    stopping = true;
    let current = '';
    log.info({ signal }, 'stopping');
    setTimeout(() => fail(new Error(`${current} did not stop in ${STOP_DEADLINE_MS} ms`)), STOP_DEADLINE_MS).unref();
    health.draining();
    for (const { name, stop: end } of stops.reverse()) {
      current = name;
      await end();
    }
    log.info('stopped');
    log.flush();
    process.exit(0);
  }

  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal).catch(fail));

  const onStop = (name: string, end: () => Promise<void>) => void stops.push({ name, stop: end });
  try {
    const address = { host: adminHost, port: port.parse(settings[adminPort]), keepAliveTimeoutMs };
    const status = await startStatusServer(address, health, registry);
    onStop('status server', () => status.stop());
    health.waiting('process', 'starting');
    log.info({ adminPort: status.port }, 'starting');
    await service.start({
      config: settings as z.infer<S>,
      version,
      runtime: { log, health, registry, fail },
      onStop,
    });
    health.proven('process');
  } catch (error) {
    if (!stopping) fail(error);
  }
}

function orExplain<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** The version of the product, which all packages share. */
function readVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
