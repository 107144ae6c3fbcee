import type { Retention } from './topology.ts';

/** For how many milliseconds a topic keeps a record, at least; infinite for ever. */
export function retentionMs(retention: Retention, longestLateWindowMs: number): number {
  if (retention === 'forever') return Number.POSITIVE_INFINITY;
  return 'ms' in retention ? retention.ms : longestLateWindowMs + retention.lateWindowPlusMs;
}
