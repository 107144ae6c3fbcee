import type { Register } from '@heliograph/schema';
import type { Log } from '@heliograph/stream';
import { expiredPoints, type PointRemover } from './deletions.ts';

/** A point outlives its retention by an hour at most; a delete costs the server more than many writes. */
const EVERY_MS = 3_600_000;

export interface HousekeepingOptions {
  readonly register: Register;
  readonly remover: PointRemover;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Deletes what its definition keeps no longer, now and every hour; any number of processes may do so. */
export function startHousekeeping(options: HousekeepingOptions): { stop(): Promise<void> } {
  void deleteExpired(options);
  const timer = setInterval(() => void deleteExpired(options), EVERY_MS);
  return { stop: async () => clearInterval(timer) };
}

/** Never rejects: what could not be deleted now is deleted the next time. */
export async function deleteExpired({ register, remover, log, now }: HousekeepingOptions): Promise<void> {
  for (const deletion of expiredPoints(register.definitions, now()))
    try {
      await remover.remove(deletion);
    } catch (error) {
      const { measurement } = deletion;
      log.error({ measurement, err: error }, 'could not delete expired points; trying again in an hour');
    }
}
