import pg from 'pg';
import type { Bench } from '../bench.ts';
import { repeat } from './repeat.ts';
import type { Sightings } from './sightings.ts';

const EVERY_MS = 20;

/** Looks in PostgreSQL for what is still waited for, again and again, until the part ends. */
export async function watchRows(bench: Bench, url: string, sightings: Sightings): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  bench.onEnd(() => client.end());
  repeat(bench, EVERY_MS, async () => {
    const { rows } = await client.query<{ time: string }>(
      'SELECT time FROM telemetry.observations WHERE time = ANY($1)',
      [sightings.waitingFor],
    );
    const at = performance.now();
    for (const { time } of rows) sightings.see(time, at);
  });
}
