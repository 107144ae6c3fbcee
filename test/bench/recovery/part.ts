import { type System, startSystem } from '@heliograph/devtools';
import type { ServiceName } from '@heliograph/schema';
import { portOf } from '../../../packages/devtools/src/up/environment.ts';
import { aDataDir } from '../backing.ts';
import type { Aim, Bench, Part } from '../bench.ts';
import { readMetrics } from '../metrics.ts';
import { startSteadyLoad } from '../steady-load.ts';
import { type Stores, startStores } from './stores.ts';

const REQUESTS_PER_SECOND = 50;
const REPORTS_PER_REQUEST = 10;
const PER_SECOND = REQUESTS_PER_SECOND * REPORTS_PER_REQUEST;
/** Before the first outage, and between them: long enough for back-offs to end. */
const STEADY_MS = 8000;
const POLL_MS = 100;
/** Recovery that takes longer than this many outages is given up. */
const MOST_OUTAGES = 5;

/** A store, and the stage that writes to it and has to wait for it. */
const OUTAGES = [
  { store: 'postgres', stage: 'postgres-sink' },
  { store: 'influx', stage: 'influx-sink' },
] as const;
type Store = (typeof OUTAGES)[number]['store'];

interface Recovered {
  readonly stage: ServiceName;
  /** Records that waited when the store came back. */
  readonly backlog: number;
  /** From the store's being back until less than a second's worth of records waits. */
  readonly seconds: number;
}

/** How long it takes, once a store is back, until all that has waited for it is there; the load goes on meanwhile. */
export const recovery: Part = {
  name: 'recovery',
  title: 'Recovery: a store is away for a while',
  async run(bench) {
    const { outage } = bench.settings;
    const stores = await startStores(bench);
    const dataDir = await aDataDir(bench);
    const env = { ...process.env, ...stores.variables };
    const system = await startSystem({ dataDir, env, ephemeralPorts: true, signal: bench.signal, say: bench.say });
    bench.onEnd(() => system.stop());
    const load = startSteadyLoad(bench, {
      gatewayUrl: system.gatewayUrl,
      requestsPerSecond: REQUESTS_PER_SECOND,
      reportsPerRequest: REPORTS_PER_REQUEST,
    });
    const found: Recovered[] = [];
    for (const { store, stage } of OUTAGES) {
      await bench.wait(STEADY_MS);
      const waiting = async () => load.accepted - (await settledBy(system, stage));
      found.push(await recover(bench, stores, { store, stage, waiting }));
    }
    await load.stop();
    return {
      tables: [
        {
          title: `An outage of ${outage} s under ${PER_SECOND} records a second`,
          note: 'Caught up: less than a second’s worth of records waits.',
          columns: ['stage', 'waiting when the store was back', 'caught up after s'],
          rows: found.map(({ stage, backlog, seconds }) => [stage, backlog, seconds]),
        },
      ],
      aims: found.map(
        ({ stage, seconds }): Aim => ({
          what: `${stage} recovers`,
          aim: `within the outage, ${outage} s`,
          found: `${seconds.toFixed(1)} s`,
          reached: seconds <= outage,
        }),
      ),
    };
  },
};

interface Outage {
  readonly store: Store;
  readonly stage: ServiceName;
  /** Records that have been accepted and are not in the store. */
  waiting(): Promise<number>;
}

async function recover(bench: Bench, stores: Stores, { store, stage, waiting }: Outage): Promise<Recovered> {
  const { outage } = bench.settings;
  bench.say(`${store} goes away for ${outage} s`);
  await stores.stop(store);
  await bench.wait(outage * 1000);
  await stores.start(store);
  const backAt = performance.now();
  const backlog = await waiting();
  for (let left = backlog; left > PER_SECOND; left = await waiting()) {
    if (performance.now() - backAt > MOST_OUTAGES * outage * 1000)
      throw new Error(`${stage} still has ${left} records to write`);
    await bench.wait(POLL_MS);
  }
  const seconds = (performance.now() - backAt) / 1000;
  bench.say(`${stage} has caught up after ${seconds.toFixed(1)} s`);
  return { stage, backlog, seconds };
}

async function settledBy({ variables }: System, stage: ServiceName): Promise<number> {
  const metrics = await readMetrics(`http://127.0.0.1:${portOf(variables, stage, 'admin')}`);
  return metrics.sum('heliograph_records_total');
}
