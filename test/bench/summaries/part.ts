import { startBackingServices } from '@heliograph/local-stack';
import pg from 'pg';
import { tables } from '../../../services/summarizer/src/tables.postgres.ts';
import { aDataDir } from '../backing.ts';
import type { Aim, Bench, Part, Table } from '../bench.ts';
import { startWorker } from '../worker.ts';
import { bothDefinitions, DayResult } from './day.ts';
import { FLEETS, type Fleet, fill } from './fill.postgres.ts';
import { watchMemory } from './watch-memory.ts';

const WANTED_SECONDS = 60;

interface Summarised extends DayResult {
  readonly fleet: Fleet;
  readonly systems: number;
  readonly postgresMiB: number;
  readonly temporaryMiB: number;
}

/** How long the figures of one day take, from its rows in PostgreSQL until they are published there. */
export const summaries: Part = {
  name: 'summaries',
  title: 'Summaries: the figures of one day',
  async run(bench) {
    const url = await startPostgres(bench);
    await tables.prepare(url);
    const found: Summarised[] = [];
    for (const fleet of FLEETS) found.push(await summarise(bench, url, fleet));
    return { tables: [tableOf(found)], aims: found.map(aimOf) };
  },
};

async function startPostgres(bench: Bench): Promise<string> {
  const dataDir = await aDataDir(bench);
  const common = { dataDir, env: process.env, progress: bench.say, signal: bench.signal, ephemeralPorts: true };
  const stores = await startBackingServices({ ...common, only: ['postgres'] });
  bench.onEnd(() => stores.stop());
  return stores.postgres.url;
}

async function summarise(bench: Bench, url: string, fleet: Fleet): Promise<Summarised> {
  const { systems } = bench.settings;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  bench.onEnd(() => client.end());
  bench.say(`${fleet}: ${systems} systems`);
  await fill(client, fleet, systems);
  const before = await temporaryMiB(client);
  const postgresMiB = watchMemory(bench, client);
  const result = await startWorker(bench, new URL('day.worker.ts', import.meta.url), { url }, DayResult);
  const asked = bothDefinitions().summaries.length + 1;
  if (result.figures !== asked) throw new Error(`${result.figures} of ${asked} figures are published`);
  bench.say(`${fleet}: ${result.seconds.toFixed(1)} s`);
  const temporary = (await temporaryMiB(client)) - before;
  return { ...result, fleet, systems, postgresMiB: postgresMiB(), temporaryMiB: temporary };
}

async function temporaryMiB(client: pg.Client): Promise<number> {
  // Sessions report it when they are idle, or end.
  await client.query('SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()');
  const { rows } = await client.query<{ mib: number }>(
    'SELECT (temp_bytes / 2 ^ 20)::float8 AS mib FROM pg_stat_database WHERE datname = current_database()',
  );
  return rows[0]?.mib ?? 0;
}

function tableOf(found: readonly Summarised[]): Table {
  return {
    title: 'One day of one source, with the figures of both shipped definitions',
    note: 'From the rows in PostgreSQL until the figures are published. Memory of PostgreSQL is what its sessions and their workers do not share; what does not fit goes to temporary files.',
    columns: ['what they say', 'systems', 'figures', 'seconds', 'Node MiB', 'PostgreSQL MiB', 'temporary MiB'],
    rows: found.map(({ fleet, systems, figures, seconds, peakMiB, ...postgres }) => [
      fleet,
      systems,
      figures,
      seconds,
      Math.round(peakMiB),
      Math.round(postgres.postgresMiB),
      Math.round(postgres.temporaryMiB),
    ]),
  };
}

function aimOf({ fleet, systems, seconds }: Summarised): Aim {
  const what = `a day of ${systems.toLocaleString('en')} systems, ${fleet}`;
  const found = `${seconds.toFixed(1)} s`;
  return { what, aim: `below ${WANTED_SECONDS} s`, found, reached: seconds < WANTED_SECONDS };
}
