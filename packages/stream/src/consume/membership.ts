import type { Consumer } from '../client/kafka-client.ts';

/** What of the broker's answers tells how long this process counts as a member of its group. */
export interface Membership {
  /** True for as long as the group cannot have given our partitions to others without our knowing. */
  isCurrent(): boolean;
}

/** Both in milliseconds: one that never jumps, and the one by which the client notes when it sent what. */
export interface Clocks {
  steady(): number;
  wall(): number;
}

const CLOCKS: Clocks = { steady: () => performance.now(), wall: () => Date.now() };
/** The requests from whose arrival the broker counts our silence anew. */
const SESSION_RENEWING_APIS = ['Heartbeat', 'SyncGroup'];

/**
 * Watches a consumer's membership, which ends by our silence and, for a moment, with each joining anew: others may be told
 * of their new partitions before we are. The broker counts our silence from when a request came in. So we count from when
 * it was made: its answer may have waited for a process that stood still.
 */
export function watchMembership(consumer: Consumer, sessionTimeoutMs: number, clocks: Clocks = CLOCKS): Membership {
  let asked = clocks.steady();
  let renewed = asked;
  let isJoining = true;
  consumer.on('consumer.network.request', ({ payload: { apiName, createdAt } }) => {
    if (SESSION_RENEWING_APIS.includes(apiName)) asked = clocks.steady() - Math.max(0, clocks.wall() - createdAt);
  });
  // PendingEmission for answers without an error only, each after its request has been reported above.
  consumer.on('consumer.heartbeat', () => {
    renewed = asked;
  });
  consumer.on('consumer.group_join', () => {
    renewed = asked;
    isJoining = false;
  });
  consumer.on('consumer.rebalancing', () => {
    isJoining = true;
  });
  return { isCurrent: () => !isJoining && clocks.steady() - renewed < sessionTimeoutMs };
}

const HEARTBEAT_EVERY_MS = 1000;

/** Keeps the membership alive during long work. A failed heartbeat is noticed by the one that follows the work. */
export async function withHeartbeat<T>(heartbeat: () => Promise<void>, work: Promise<T>): Promise<T> {
  const timer = setInterval(() => void heartbeat().catch(() => undefined), HEARTBEAT_EVERY_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
