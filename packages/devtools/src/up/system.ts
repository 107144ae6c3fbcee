import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDefinitions } from '@heliograph/definitions';
import { type BackingServices, loadOrCreateSecret, portChooser, startBackingServices } from '@heliograph/local-stack';
import { definitionsSettings, kafkaSettings, loadConfig, toKafka } from '@heliograph/runtime';
import { SERVICES, type ServiceName } from '@heliograph/schema';
import { provisionTopics } from '@heliograph/stream';
import { z } from 'zod';
import { ROOT, VARIABLES_FILE } from '../checkout.ts';
import { inherited, portOf, systemVariables, variablesOf } from './environment.ts';
import { buildPortal } from './portal.ts';
import { keepRunning, type RunningService } from './service.ts';

export interface SystemOptions {
  /** Everything that is kept lies below it. */
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ports that the system chooses, beside those that `env` sets: for tests. */
  readonly ephemeralPorts?: boolean;
  /** Of minutes, with data that is thrown away: for tests. */
  readonly shortLived?: boolean;
  /** Gives the start up: it rejects soon, with nothing left running. */
  readonly signal?: AbortSignal;
  say(line: string): void;
}

/** A whole system that is ready. */
export interface System {
  readonly stores: BackingServices;
  /** The HELIOGRAPH_ variables of all its services. */
  readonly variables: Readonly<Record<string, string>>;
  readonly gatewayUrl: string;
  readonly portalUrl: string;
  /** Stops everything in the order of the flow, and waits for it. Called again meanwhile, it no longer lets anyone finish. */
  stop(): Promise<void>;
}

/** A cold start of seven processes takes ten seconds on two busy cores, and loading the code is one step of it. */
const STANDSTILL_MS = 120_000;
/** A little more than the services allow themselves. */
const STOP_GRACE_MS = 35_000;

/** Upstream first, so that what has been accepted is still worked off by those that come after. */
const STOP_ORDER: readonly (readonly ServiceName[])[] = [
  ['gateway'],
  ['sanitizer'],
  ['dedup'],
  ['influx-sink', 'postgres-sink', 'summarizer', 'portal'],
];

/** Starts stores, topics and services, and resolves when all are ready. Rejects with nothing left running. */
export async function startSystem(options: SystemOptions): Promise<System> {
  const { dataDir, say, ephemeralPorts = false, shortLived = false } = options;
  const { signal = new AbortController().signal } = options;
  const env = inherited(options.env);
  const config = loadConfig('cli', z.object({ ...kafkaSettings, ...definitionsSettings }), env);
  const building = buildPortal(ROOT, signal, say);
  building.catch(() => undefined); // Awaited further down.
  const where = { dataDir, env, progress: say, signal, ephemeralPorts, shortLived };
  const stores = await startBackingServices({ ...where, restarts: true });
  const running: RunningService[] = [];
  const stop = stopper(running, stores);
  try {
    const { longestLateWindow } = await loadDefinitions(config.definitionsFolder);
    const kafka = { ...toKafka(config, 'cli'), brokers: stores.kafka.brokers };
    const plan = { partitions: config.topicPartitions, replicationFactor: 1, minInSyncReplicas: 1 };
    const { created, raised } = await provisionTopics(kafka, { ...plan, longestLateWindowMs: longestLateWindow });
    if (created.length > 0) say(`Topics: created ${created.length}`);
    for (const { topic } of raised) say(`Topics: ${topic} keeps more, as the definitions need`);

    const secret = await loadOrCreateSecret(join(dataDir, 'system-key.secret'));
    const variables = {
      HELIOGRAPH_ACCESS_KEY_SECRET: await loadOrCreateSecret(join(dataDir, 'access-key.secret')),
      ...(await systemVariables(env, stores, secret, portChooser(ephemeralPorts))),
    };
    await writeVariables(join(dataDir, VARIABLES_FILE), variables);
    await building;
    signal.throwIfAborted();
    say(`Services: starting ${SERVICES.length} processes`);
    for (const service of SERVICES) running.push(startService(service, options, variables));
    await Promise.all(running.map((service) => service.ready(STANDSTILL_MS, signal)));
    const url = (service: ServiceName) => `http://127.0.0.1:${portOf(variables, service, 'public')}`;
    return { stores, variables, gatewayUrl: url('gateway'), portalUrl: url('portal'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function startService(service: ServiceName, options: SystemOptions, variables: Readonly<Record<string, string>>) {
  const { dataDir, env, say } = options;
  const entry = service === 'portal' ? join('dist', 'main.js') : join('src', 'main.ts');
  const spec = {
    name: service,
    command: process.execPath,
    args: ['--enable-source-maps', join(ROOT, 'services', service, entry)],
    // Node keeps what it has compiled and stripped of types, so that the next start has it ready.
    env: {
      NODE_COMPILE_CACHE: join(dataDir, 'compiled'),
      ...variablesOf(service, { ...inherited(env), ...variables }),
    },
    runDir: join(dataDir, 'run'),
    logFile: join(dataDir, 'logs', `${service}.log`),
    stopSignal: 'SIGTERM' as const,
    readyUrl: `http://127.0.0.1:${portOf(variables, service, 'admin')}/readyz`,
  };
  return keepRunning(spec, say);
}

function stopper(running: readonly RunningService[], stores: BackingServices): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const inOrder = async () => {
    for (const stage of STOP_ORDER)
      await Promise.all(
        running.filter(({ name }) => stage.some((one) => one === name)).map((service) => service.stop(STOP_GRACE_MS)),
      );
    await stores.stop();
  };
  return async () => {
    if (stopping !== undefined) await Promise.all(running.map((service) => service.stop(0)));
    stopping ??= inOrder();
    await stopping;
  };
}

/** For whoever starts one service by hand, with `node --env-file`. It holds secrets. */
async function writeVariables(path: string, variables: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  await writeFile(path, lines.join(''), { mode: 0o600 });
}
