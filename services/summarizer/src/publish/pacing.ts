import type { SourceKey } from '@heliograph/schema/summaries';

/** For every second of recomputing, nine of rest: late reports trickle in for weeks, and each would cost a whole count. */
const REST = 9;

/** Keeps what is published from being recomputed all the time. Known to this process alone: another one paces itself. */
export interface Pacing {
  /** Begins a round: says whether what is published of a source may be recomputed in it. */
  round(nowMs: number): (source: SourceKey) => boolean;
  /** Notes that recomputing something of the source has taken until now. */
  recomputed(source: SourceKey, tookMs: number, nowMs: number): void;
}

/** Holds one number for each source. */
export function createPacing(): Pacing {
  const restUntil = new Map<string, number>();
  const nameOf = ({ application, telemetry_type, channel }: SourceKey) => `${application}/${telemetry_type}/${channel}`;
  return {
    // Whoever may begin a round may end it, else the first of many periods would be recomputed again and again.
    round(nowMs) {
      const resting = new Set([...restUntil].filter(([, until]) => nowMs < until).map(([name]) => name));
      return (source) => !resting.has(nameOf(source));
    },
    recomputed(source, tookMs, nowMs) {
      const name = nameOf(source);
      // Rests add up, so that a round is paid for as a whole.
      restUntil.set(name, Math.max(restUntil.get(name) ?? 0, nowMs) + REST * tookMs);
    },
  };
}
