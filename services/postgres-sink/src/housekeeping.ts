import type { Definition } from '@heliograph/schema';
import type { Log } from '@heliograph/stream';
import type { Partitions } from './partitions.postgres.ts';
import { firstKeptDay } from './retention.ts';

/** A day outlives its retention by an hour at most; looking more often would only lock the table more often. */
const EVERY_MS = 3_600_000;

export interface HousekeepingOptions {
  readonly definitions: readonly Definition[];
  readonly partitions: Pick<Partitions, 'dropBefore'>;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Drops the days that no definition keeps, now and every hour. Resolves after the first time. */
export async function startHousekeeping(options: HousekeepingOptions): Promise<{ stop(): Promise<void> }> {
  await dropExpired(options);
  const timer = setInterval(() => void dropExpired(options), EVERY_MS);
  return { stop: async () => clearInterval(timer) };
}

/** Never rejects: what could not be dropped now is dropped the next time. */
async function dropExpired({ definitions, partitions, log, now }: HousekeepingOptions): Promise<void> {
  const day = firstKeptDay(definitions, now());
  if (day === undefined) return;
  try {
    const dropped = await partitions.dropBefore(day);
    if (dropped.length > 0) log.info({ dropped }, 'dropped the days that no definition keeps');
  } catch (error) {
    log.error({ err: error }, 'could not drop the days that no definition keeps; trying again in an hour');
  }
}
