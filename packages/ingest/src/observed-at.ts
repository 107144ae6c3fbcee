import type { Instant } from '@heliograph/schema';

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
