import type { Retention } from './retention.ts';

/** Retention where the server has a policy for each measurement, into which its points are written. */
export interface RetentionPolicies extends Retention {
  /** Resolves once there is a policy for the measurement, as its definition says. Rejects with errors of the store. */
  ensure(measurement: string): Promise<void>;
  /** Called if a write fails, since the policy may be gone with its database: `ensure` checks it again. */
  invalidate(measurement: string): void;
}

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/** The duration of a policy in seconds; 0 is for ever. A server takes none under an hour. */
export function policySeconds(retentionMs: number): number {
  return retentionMs === Number.POSITIVE_INFINITY ? 0 : Math.max(HOUR_S, Math.ceil(retentionMs / 1000));
}

/**
 * How long a span of time is, in seconds, that the server drops as a whole: a point outlives its retention by so much. These
 * are the server's own; it is told them because it keeps the former where only the duration changes.
 * Source: https://docs.influxdata.com/influxdb/v1/query_language/manage-database/#shard-duration
 */
export function shardSeconds(retentionMs: number): number {
  const seconds = retentionMs / 1000;
  if (seconds < 2 * DAY_S) return HOUR_S;
  return seconds <= 180 * DAY_S ? DAY_S : 7 * DAY_S;
}
