import { type BackingServices, startBackingServices } from '@heliograph/local-stack';
import { aDataDir } from '../backing.ts';
import type { Bench } from '../bench.ts';

const STORES = ['kafka', 'postgres', 'influx'] as const;
type Store = (typeof STORES)[number];

/** Stores that can be stopped one by one, and started again at the same address with all that they hold. */
export interface Stores {
  /** HELIOGRAPH_ variables by which a system uses these instead of its own. */
  readonly variables: Readonly<Record<string, string>>;
  stop(store: Store): Promise<void>;
  /** Rejects where the store cannot have its old address again. */
  start(store: Store): Promise<void>;
}

export async function startStores(bench: Bench): Promise<Stores> {
  const running = new Map<Store, BackingServices>();
  const dirs = new Map<Store, string>();
  for (const store of STORES) dirs.set(store, await aDataDir(bench));
  bench.onEnd(async () => {
    await Promise.all([...running.values()].map((one) => one.stop()));
  });

  /** Ports of their own choice would be others after a restart; the usual ones are free again. */
  async function start(store: Store): Promise<BackingServices> {
    const dataDir = dirs.get(store) ?? '';
    const common = { dataDir, env: process.env, progress: bench.say, signal: bench.signal };
    const started = await startBackingServices({ ...common, only: [store] });
    running.set(store, started);
    return started;
  }

  const [kafka, postgres, influx] = [await start('kafka'), await start('postgres'), await start('influx')];
  const addresses = { postgres: postgres.postgres.url, influx: influx.influx.url, kafka: String(kafka.kafka.brokers) };
  return {
    variables: {
      HELIOGRAPH_KAFKA_BROKERS: addresses.kafka,
      HELIOGRAPH_POSTGRES_URL: addresses.postgres,
      HELIOGRAPH_INFLUX_URL: addresses.influx,
      HELIOGRAPH_INFLUX_TOKEN: influx.influx.token,
      HELIOGRAPH_INFLUX_ORG: influx.influx.org,
      HELIOGRAPH_INFLUX_BUCKET: influx.influx.bucket,
      HELIOGRAPH_INFLUX_API: influx.influx.api,
    },
    async stop(store) {
      await running.get(store)?.stop();
      running.delete(store);
    },
    async start(store) {
      const again = await start(store);
      const found = { postgres: again.postgres.url, influx: again.influx.url, kafka: String(again.kafka.brokers) };
      if (found[store] !== addresses[store]) throw new Error(`${store} is at ${found[store]} now`);
    },
  };
}
