import { rm } from 'node:fs/promises';
import { freshFolder, type InfluxUrls, startBackingServices } from '@heliograph/local-stack';
import { serveChromium } from '../browser/chromium.ts';
import { type SiteUrls, startSite } from '../browser/site.ts';
import { runSystem } from './running-system.ts';

/** Where the parts of the running system are, for tests in other processes. */
export interface SystemPlaces {
  readonly gatewayUrl: string;
  readonly portalUrl: string;
  /** The HELIOGRAPH_ variables of all services. */
  readonly variables: Readonly<Record<string, string>>;
  readonly brokers: readonly string[];
  readonly postgresUrl: string;
  readonly influx: InfluxUrls;
  /** As `npm run demo -- --data` takes it. */
  readonly dataDir: string;
  /** The folders below which everything is kept. */
  readonly folders: readonly string[];
}

declare module 'vitest' {
  interface ProvidedContext {
    system: SystemPlaces;
    site: SiteUrls;
    /** The address of a Chromium that all tests share. */
    chromium: string;
  }
}

export interface SharedParts extends AsyncDisposable {
  readonly system?: SystemPlaces;
  readonly site?: SiteUrls;
  readonly chromium?: string;
}

/** What the tests need beside what `npm start` gives: figures soon, all lines of the logs, and senders at many addresses. */
const SETTINGS = {
  HELIOGRAPH_SUMMARIZER_GRACE_MS: '0',
  HELIOGRAPH_SUMMARIZER_EVERY_MS: '1000',
  HELIOGRAPH_LOG_LEVEL: 'trace',
  HELIOGRAPH_GATEWAY_TRUSTED_PROXIES: '127.0.0.1',
};

const say = (line: string) => void process.stderr.write(`${line}\n`);

/**
 * Starts a PostgreSQL, and on it at once a system for the end-to-end tests, and a seeded site and a browser for the others.
 * Rejects with nothing left running.
 */
export async function startSharedParts(suites: readonly ('e2e' | 'browser')[]): Promise<SharedParts> {
  const running = new AsyncDisposableStack();
  const onSignal = () => void running.disposeAsync().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, onSignal);
    running.defer(async () => void process.off(signal, onSignal));
  }
  try {
    // First, because it is what may be missing.
    const chromium = suites.includes('browser') ? { chromium: await startChromium(running) } : {};
    const server = await startPostgres(running);
    const [system, site] = await Promise.allSettled([
      suites.includes('e2e') ? startSystem(running, server) : undefined,
      suites.includes('browser') ? startSeededSite(running, server) : undefined,
    ]);
    if (system.status === 'rejected') throw system.reason;
    if (site.status === 'rejected') throw site.reason;
    return {
      ...chromium,
      ...(system.value && { system: system.value }),
      ...(site.value && { site: site.value }),
      [Symbol.asyncDispose]: () => running.disposeAsync(),
    };
  } catch (error) {
    await running.disposeAsync();
    throw error;
  }
}

async function startChromium(running: AsyncDisposableStack): Promise<string> {
  const server = await serveChromium(process.env);
  running.defer(() => server.close());
  return server.wsEndpoint();
}

interface Server {
  readonly url: string;
  readonly dataDir: string;
}

async function startPostgres(running: AsyncDisposableStack): Promise<Server> {
  const dataDir = await freshFolder('heliograph-system-postgres-');
  running.defer(() => rm(dataDir, { recursive: true, force: true }));
  const common = { dataDir, env: process.env, progress: say, ephemeralPorts: true, shortLived: true };
  const stores = await startBackingServices({ ...common, only: ['postgres'] });
  running.defer(() => stores.stop());
  return { url: stores.postgres.url, dataDir };
}

async function startSystem(running: AsyncDisposableStack, server: Server): Promise<SystemPlaces> {
  const system = await runSystem({ settings: { ...SETTINGS, HELIOGRAPH_POSTGRES_URL: server.url }, say });
  running.defer(() => system.stop());
  const { gatewayUrl, portalUrl, variables, dataDir, stores } = system;
  const { kafka, postgres, influx } = stores;
  return {
    gatewayUrl,
    portalUrl,
    variables,
    brokers: kafka.brokers,
    postgresUrl: postgres.url,
    influx,
    dataDir,
    folders: [dataDir, server.dataDir],
  };
}

async function startSeededSite(running: AsyncDisposableStack, server: Server): Promise<SiteUrls> {
  const { stop, production, development } = await startSite({ env: process.env, say, postgresUrl: server.url });
  running.defer(stop);
  return { production, development };
}
