import { join, resolve } from 'node:path';
import type { InfluxUrls } from './influx-http.ts';
import { endLeftovers, lockFolder } from './leftovers.ts';
import { type InfluxLine, influxPlan, kafkaPlan, type Mode, postgresPlan } from './plans.ts';
import { portChooser, remembered } from './ports.ts';
import { findAvailable, type Plan, startFirstAvailable } from './providers.ts';
import { defaultCacheDir, type KafkaProxy, type Site, type Started } from './site.ts';
import { type Switch, type Switchable, switchable } from './switchable.ts';

export interface StackOptions {
  /** Everything that is kept lies below it; one running system a folder. */
  readonly dataDir: string;
  /** What is fetched and can be fetched again; by default ~/.cache/heliograph. */
  readonly cacheDir?: string;
  readonly mode?: Mode;
  readonly env: NodeJS.ProcessEnv;
  progress(line: string): void;
  /** Starts what ends by itself again, and tells of it by `progress`. */
  readonly restarts?: boolean;
  /** Gives the start up: it rejects soon, with nothing left running. */
  readonly signal?: AbortSignal;
  /** Ports that the system chooses, and nothing kept by Docker: for tests. */
  readonly ephemeralPorts?: boolean;
  /** For tests of some minutes, whose data goes with them: nothing is synced to a disk, and little compiled. */
  readonly shortLived?: boolean;
  /** A second listener of a native Kafka, for a proxy that stands before it; `kafka.brokers` leads past it. */
  readonly kafkaProxy?: KafkaProxy;
  /** Leaves out the others; their values are empty then. */
  readonly only?: readonly BackingServiceName[];
  /** An InfluxDB of this line and no other, however it can be had. */
  readonly influxLine?: InfluxLine;
}

export interface BackingServices {
  readonly kafka: { readonly brokers: string[]; readonly from: string };
  readonly postgres: { readonly url: string; readonly from: string };
  readonly influx: InfluxUrls & { readonly from: string };
  /** Each of them by itself; nothing happens to those that were not started here. */
  readonly switches: Readonly<Record<BackingServiceName, Switch>>;
  /** Stops what was started here, and waits for it. */
  stop(): Promise<void>;
}

export type BackingServiceName = 'kafka' | 'postgres' | 'influx';

const LEFTOVER_GRACE_MS = 20_000;

/**
 * Brings up Kafka, PostgreSQL and InfluxDB, all three at once. Each is looked for in the environment, on this machine, and in
 * Docker, in this order. Throws a StackError, with nothing left running, where one cannot be had.
 */
export async function startBackingServices(options: StackOptions): Promise<BackingServices> {
  const { mode = 'auto', only = ['kafka', 'postgres', 'influx'] } = options;
  const site = siteOf(options);
  const unlock = await lockFolder(site.dataDir);
  const starting: Promise<Switch>[] = [];
  const stop = async () => {
    const settled = await Promise.allSettled(starting);
    await Promise.all(settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.stop()] : [])));
    await unlock();
  };
  const have = <T>(name: BackingServiceName, none: T, plan: Plan<Started<T>>): Promise<Switchable<T>> => {
    const nothing = { value: none, from: 'not started', stop: async () => {}, kill: async () => {} };
    const restarting = { title: plan.title, say: options.progress, signal: site.signal };
    const one = switchable(
      () => (only.includes(name) ? startFirstAvailable(plan, site.signal) : Promise.resolve(nothing)),
      options.restarts === true ? restarting : undefined,
    );
    starting.push(one);
    return one;
  };
  try {
    for (const name of await endLeftovers(site.runDir, LEFTOVER_GRACE_MS))
      options.progress(`Ended ${name}, which an earlier run left behind`);
    const [kafka, postgres, influx] = await Promise.all([
      have<string[]>('kafka', [], kafkaPlan(site, mode)),
      have('postgres', '', postgresPlan(site, mode)),
      have<InfluxUrls>(
        'influx',
        { url: '', token: '', org: '', bucket: '', api: 'v2' },
        influxPlan(site, mode, options.influxLine),
      ),
    ]);
    return {
      kafka: { brokers: kafka.first.value, from: kafka.first.from },
      postgres: { url: postgres.first.value, from: postgres.first.from },
      influx: { ...influx.first.value, from: influx.first.from },
      switches: { kafka, postgres, influx },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Rejects, with a StackError, where an InfluxDB of this line cannot be had on this machine. Starts nothing. */
export async function checkInflux(line: InfluxLine, options: Omit<StackOptions, 'dataDir'>): Promise<void> {
  const site = siteOf({ ...options, dataDir: '' });
  await findAvailable(influxPlan(site, 'auto', line), site.signal);
}

function siteOf(options: StackOptions): Site {
  const { dataDir, cacheDir, env, progress, kafkaProxy } = options;
  const { ephemeralPorts = false, shortLived = false, signal = new AbortController().signal } = options;
  const root = resolve(dataDir);
  return {
    dataDir: root,
    logDir: join(root, 'logs'),
    runDir: join(root, 'run'),
    cacheDir: cacheDir ?? defaultCacheDir(env),
    env,
    signal,
    keepsData: !ephemeralPorts,
    shortLived,
    progress,
    kafkaProxy,
    port: remembered(portChooser(ephemeralPorts)),
  };
}
