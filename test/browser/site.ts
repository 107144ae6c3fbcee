import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  anyFreePort,
  type Child,
  freshFolder,
  lastLines,
  startBackingServices,
  startChild,
} from '@heliograph/local-stack';
import type { Channel } from '@heliograph/schema';
import { buildPortal } from '../../packages/devtools/src/up/portal.ts';
import { definitionFile } from '../../packages/testkit/src/definitions-folder.ts';
import { sharp } from './seed/sharp.ts';
import type { MadeUpSource } from './seed/source.ts';
import { createDatabase, seedDatabase } from './seed.postgres.ts';
import { NOW, SOURCES } from './seed.ts';
import { startServices } from './services.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_TIMEOUT_MS = 60_000;
const READY_POLL_MS = 50;
const STOP_GRACE_MS = 10_000;

/** Where the two channels of the seeded site are; without a slash at the end. */
export interface SiteUrls {
  readonly production: string;
  /** Has a third source too, whose names and values are attacks. */
  readonly development: string;
}

export interface Site extends SiteUrls {
  /** Process ids of the portals, for whoever measures them. */
  readonly pids: Readonly<Record<Channel, number>>;
  /** Stops everything and removes the data. */
  stop(): Promise<void>;
}

export interface SiteOptions {
  readonly env: NodeJS.ProcessEnv;
  /** What the production channel is about. */
  readonly sources?: readonly MadeUpSource[];
  /** Of a PostgreSQL that runs already, on which the site gets a database; by default it starts one of its own. */
  readonly postgresUrl?: string;
  say(line: string): void;
}

/** Seeds a database, and starts a real portal for each channel, at the day of the figures. */
export async function startSite({ env, say, sources = SOURCES, postgresUrl }: SiteOptions): Promise<Site> {
  const running = new AsyncDisposableStack();
  const stop = () => running.disposeAsync();
  try {
    const dataDir = await freshFolder('heliograph-browser-');
    running.defer(() => rm(dataDir, { recursive: true, force: true }));
    await buildPortal(ROOT, new AbortController().signal, say);
    const database = await createDatabase(postgresUrl ?? (await startPostgres(running, dataDir, env, say)));
    const figures = await seedDatabase(database, [...sources, sharp]);
    say(`Seeded ${figures.toLocaleString('en')} figures`);
    const services = await startServices();
    running.defer(() => services.stop());
    const ports = { production: await anyFreePort(), development: await anyFreePort() };
    const urlOf = (channel: Channel) => `http://127.0.0.1:${ports[channel]}`;
    const start = async (channel: Channel, shown: readonly MadeUpSource[]) => {
      const other = channel === 'production' ? 'development' : 'production';
      const portal = await startPortal(dataDir, shown, {
        HELIOGRAPH_POSTGRES_URL: database,
        HELIOGRAPH_PORTAL_CHANNEL: channel,
        HELIOGRAPH_PORTAL_PORT: String(ports[channel]),
        HELIOGRAPH_PORTAL_OTHER_CHANNEL_URL: urlOf(other),
        HELIOGRAPH_PORTAL_STATUS_TARGETS: services.targets,
      });
      running.defer(() => portal.stop(STOP_GRACE_MS));
      return portal.pid;
    };
    const [production, development] = await Promise.all([
      start('production', sources),
      start('development', [...sources, sharp]),
    ]);
    const pids = { production, development };
    return { production: urlOf('production'), development: urlOf('development'), pids, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startPostgres(
  running: AsyncDisposableStack,
  dataDir: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<string> {
  const common = { dataDir, env, progress: say, ephemeralPorts: true, shortLived: true };
  const stores = await startBackingServices({ ...common, only: ['postgres'] });
  running.defer(() => stores.stop());
  return stores.postgres.url;
}

async function startPortal(
  dataDir: string,
  sources: readonly MadeUpSource[],
  settings: Readonly<Record<string, string>>,
): Promise<Child> {
  const name = `portal-${settings.HELIOGRAPH_PORTAL_CHANNEL}`;
  const folder = join(dataDir, `definitions-${name}`);
  await mkdir(folder);
  for (const { definition } of sources)
    await writeFile(join(folder, `${definition.application}.yaml`), definitionFile(definition, '7d'));
  const adminPort = await anyFreePort();
  const portal = await startChild({
    name,
    command: process.execPath,
    args: ['--import', new URL('clock.ts', import.meta.url).href, join(ROOT, 'services/portal/dist/main.js')],
    env: {
      PORTAL_BEGINS_AT: NOW,
      HELIOGRAPH_DEFINITIONS_FOLDER: folder,
      HELIOGRAPH_PORTAL_ADMIN_PORT: String(adminPort),
      HELIOGRAPH_PORTAL_GATEWAY_URL: 'https://telemetry.example.org',
      HELIOGRAPH_LOG_LEVEL: 'warn',
      ...settings,
    },
    runDir: join(dataDir, 'run'),
    logFile: join(dataDir, 'logs', `${name}.log`),
    stopSignal: 'SIGTERM',
  });
  await untilReady(portal, `http://127.0.0.1:${adminPort}/readyz`);
  return portal;
}

async function untilReady(portal: Child, url: string): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    const ended = portal.exit() !== undefined;
    if (ended || performance.now() > deadline) {
      const lines = await lastLines(portal);
      await portal.kill();
      throw new Error(`${portal.name} ${ended ? 'ended' : 'is not ready'}; ${lines}`);
    }
    await sleep(READY_POLL_MS);
  }
}
