import { type Look, untilNothingIsMissing } from '../rig/wait.ts';
import { drained } from './drained.ts';
import type { Run } from './run.ts';
import { countPoints } from './stores.influx.ts';
import { countPostgres } from './stores.postgres.ts';
import type { Stores } from './stores.ts';

/** Each look asks all stores. */
const POLL_MS = 300;

/** What one store has. */
export interface StoreCount {
  readonly store: string;
  readonly records?: number;
  /** How many of the sentinels have come through to it; undefined where none are to be there. */
  readonly sentinels?: number;
}

/**
 * Waits for the end of the run, sends the sentinels, and waits until every stage is at the end of its input, and until the
 * sentinels are in PostgreSQL, InfluxDB and the summarizer. What was accepted before a sentinel of its partition has come
 * through by then, or never will. Rejects with StoodStill where nothing moves.
 */
export async function settled(run: Run, stores: Stores, details: () => Promise<string>): Promise<void> {
  const wait = { pollMs: POLL_MS, details };
  await run.finished;
  await run.sendSentinels();
  await drained(stores, wait);
  const { envelopes } = run.ledger.workload.sentinels;
  const keys = envelopes.flatMap(({ records }) => records.map(({ systemKey }) => systemKey));
  const look = async () => missingSentinels(await count(stores, keys), keys.length);
  await untilNothingIsMissing({ ...wait, what: 'the sentinels to come through', look });
}

/** Rows, points and receipts that are still being written are progress too. */
export function missingSentinels(counts: readonly StoreCount[], sentinels: number): Look {
  const missing = counts
    .filter((one) => one.sentinels !== undefined && one.sentinels !== sentinels)
    .map((one) => `${one.store} has ${one.sentinels} of ${sentinels} sentinels`);
  return { missing, progress: JSON.stringify(counts) };
}

async function count({ postgresUrl, influx }: Stores, keys: readonly string[]): Promise<StoreCount[]> {
  const [tables, points] = await Promise.all([countPostgres(postgresUrl, keys), countPoints(influx, keys)]);
  return [
    { store: 'postgresql', records: tables.rows, sentinels: tables.stored },
    { store: 'receipts', records: tables.receipts },
    { store: 'summarizer', sentinels: tables.summarised },
    { store: 'influxdb', records: points.points, sentinels: points.stored },
  ];
}
