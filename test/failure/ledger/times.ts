import type { Random } from '../../../packages/devtools/src/random.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A run may take so long, midnight included, without a time of its workload growing too old to be believed. */
const LONGEST_RUN_MS = 8 * HOUR_MS;

/** A UTC day of which reports are believed during the whole run; times are taken from `fromMs` up to, not including, `toMs`. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The UTC days that reports of a definition with this late window (ms) may be about. The day is part of what is planned:
 * it follows from the time that a report carries and never from when it is sent, so that a run may cross midnight.
 */
export function windows(startMs: number, lateWindowMs: number): Window[] {
  const oldest = startMs - lateWindowMs + LONGEST_RUN_MS;
  const found: Window[] = [];
  for (let day = startMs - (startMs % DAY_MS); day + DAY_MS > oldest; day -= DAY_MS)
    found.push({ fromMs: Math.max(day, oldest), toMs: Math.min(day + DAY_MS, startMs) });
  // A day that has just begun, or is all but over for us, has no room for many times that differ.
  return found.filter(({ fromMs, toMs }) => toMs - fromMs > HOUR_MS);
}

/** Draws times, never the same millisecond twice for one system, so that no two of its points are one. */
export function createTimes(random: Random) {
  const taken = new Set<string>();
  return {
    /** RFC 3339; every other one with nanoseconds, some with an offset. */
    in({ fromMs, toMs }: Window, system: string): { readonly text: string; readonly ms: number } {
      for (;;) {
        const ms = fromMs + Math.floor(random() * (toMs - fromMs));
        const key = `${system} ${ms}`;
        if (taken.has(key)) continue;
        taken.add(key);
        return { text: written(ms, random), ms };
      }
    },
  };
}

function written(ms: number, random: Random): string {
  const nanos = random() < 0.5 ? '' : String(Math.floor(random() * 1e6)).padStart(6, '0');
  if (random() < 0.8) return new Date(ms).toISOString().replace('Z', `${nanos}Z`);
  return new Date(ms + HOUR_MS).toISOString().replace('Z', `${nanos}+01:00`);
}

/** Times that no gateway believes while the run lasts: the sample of seed 004, and a clock that is years ahead. */
export const UNBELIEVABLE = ['2021-11-23T11:04:02.462687463+01:00', '2041-01-01T00:00:00Z'] as const;
