import type { Instant } from './time.ts';

/** Clocks that are set by the network differ by seconds; ten minutes forgive one that is not. */
const EARLY_WINDOW_MS = 600_000;

export interface ObservedAt {
  readonly observed_at: string;
  readonly day: string;
  readonly clock_clamped: boolean;
}

/**
 * When a measurement counts as taken: when its sender says, where that lies within the late window (milliseconds) before or
 * ten minutes after the server's clock, both ends included; otherwise when it arrived. Source: DESIGN, section 3.
 */
export function observedAt(measured: Instant, receivedMs: number, lateWindowMs: number): ObservedAt {
  const age = receivedMs - measured.epochMs;
  const believable = age <= lateWindowMs && age >= -EARLY_WINDOW_MS;
  const observed = new Date(believable ? measured.epochMs : receivedMs).toISOString();
  return { observed_at: observed, day: observed.slice(0, 10), clock_clamped: !believable };
}

/**
 * Bounds `received_at` by the time at which the broker wrote the message, so that a gateway whose clock is ahead moves no other
 * clock. Returns the same object if nothing was to be bounded. `writtenMs`: milliseconds since the epoch.
 */
export function receivedBy<T extends { readonly received_at: string }>(message: T, writtenMs: number): T {
  if (Date.parse(message.received_at) <= writtenMs) return message;
  return { ...message, received_at: new Date(writtenMs).toISOString() };
}
