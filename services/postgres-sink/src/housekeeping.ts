import { every } from '@heliograph/runtime';
import type { Register } from '@heliograph/schema';
import type { Log } from '@heliograph/stream';
import type { ExpiredRows } from './expired.postgres.ts';
import type { Partitions } from './partitions.postgres.ts';
import { expiries, firstKeptDay } from './retention.ts';

/** What is kept outlives its retention by an hour at most; looking more often would only lock the table more often. */
const EVERY_MS = 3_600_000;

export interface HousekeepingOptions {
  readonly register: Pick<Register, 'definitions'>;
  readonly partitions: Pick<Partitions, 'dropBefore'>;
  readonly expired: ExpiredRows;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Deletes what has been kept long enough, now and every hour, beside whatever else goes on. */
export function startHousekeeping(options: HousekeepingOptions): { stop(): Promise<void> } {
  return every({ everyMs: EVERY_MS, work: (signal) => applyRetention(options, signal) });
}

/** One round. Never rejects: what could not be deleted now is deleted the next time. */
export async function applyRetention(options: HousekeepingOptions, signal: AbortSignal): Promise<void> {
  const { register, partitions, expired, log, now } = options;
  const { definitions } = register;

  async function attempt(what: string, action: () => Promise<void>): Promise<void> {
    if (signal.aborted) return;
    try {
      await action();
    } catch (error) {
      log.error({ err: error }, `could not ${what}; trying again in an hour`);
    }
  }

  await attempt('delete documents and receipts that have expired', () => expired.deleteRequests(now()));
  await attempt('drop the days that no definition keeps', async () => {
    const firstDay = firstKeptDay(definitions, now());
    if (firstDay === undefined) return;
    const dropped = await partitions.dropBefore(firstDay);
    if (dropped.length > 0) log.info({ dropped }, 'dropped the days that no definition keeps');
    // Those without a definition as well.
    await expired.deleteSystems({ firstDay }, signal);
  });
  for (const expiry of expiries(definitions, now()))
    await attempt('delete what a definition keeps no longer', async () => {
      const observations = await expired.deleteObservations(expiry, signal);
      // Last: whoever looks for a system's reports finds its line for as long as there are any.
      const systems = await expired.deleteSystems(expiry, signal);
      if (observations + systems > 0)
        log.info({ ...expiry, observations, systems }, 'deleted what a definition keeps no longer');
    });
}
