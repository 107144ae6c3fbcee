import { setTimeout as sleep } from 'node:timers/promises';
import type { Run } from './run.ts';
import { countPoints } from './stores.influx.ts';
import { countPostgres } from './stores.postgres.ts';
import type { Stores } from './stores.ts';

const POLL_MS = 500;
/** What follows the sentinels: nothing, but for what an earlier owner of a partition may still have on its way. */
const QUIET_MS = 3000;

export interface SettledOptions {
  readonly timeoutMs: number;
  readonly pollMs?: number;
  readonly quietMs?: number;
}

/** `why` says what had not come through when the time was up. */
export type Settled =
  | { readonly settled: true; readonly tookMs: number }
  | { readonly settled: false; readonly why: string };

/** What one store has. */
export interface StoreCount {
  readonly store: string;
  readonly records?: number;
  /** How many of the sentinels have come through to it; undefined where none are to be there. */
  readonly sentinels?: number;
}

/**
 * Waits for the end of the run, sends the sentinels, waits until they have come through to PostgreSQL, InfluxDB and the
 * summarizer, and then until the stores are quiet. That says more than a lag of zero, which a consumer that has stopped
 * reporting shows too: what was accepted before a sentinel of its partition has come through by then, or never will.
 * Resolves either way, at the latest `timeoutMs` after the sentinels were accepted: the ledger finds out what is missing.
 */
export async function settled(run: Run, stores: Stores, options: SettledOptions): Promise<Settled> {
  await run.finished;
  await run.sendSentinels();
  const { envelopes } = run.ledger.workload.sentinels;
  const keys = envelopes.flatMap(({ records }) => records.map(({ systemKey }) => systemKey));
  return quiet(() => count(stores, keys), keys.length, options);
}

/** Asks until every store has all sentinels and nothing has changed for a while. A store that cannot be asked is waited for. */
export async function quiet(
  ask: () => Promise<readonly StoreCount[]>,
  sentinels: number,
  { timeoutMs, pollMs = POLL_MS, quietMs = QUIET_MS }: SettledOptions,
): Promise<Settled> {
  const from = performance.now();
  let last = '';
  let quietSince = from;
  for (;;) {
    const counts = await ask().catch((error: unknown) => String(error));
    const text = JSON.stringify(counts);
    if (text !== last) quietSince = performance.now();
    last = text;
    const through =
      typeof counts !== 'string' && counts.every((one) => one.sentinels === undefined || one.sentinels === sentinels);
    const now = performance.now();
    if (through && now - quietSince >= quietMs) return { settled: true, tookMs: Math.round(now - from) };
    if (now - from >= timeoutMs)
      return {
        settled: false,
        why: `${through ? 'still moving' : `not all ${sentinels} sentinels are through`}: ${text}`,
      };
    await sleep(pollMs);
  }
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
