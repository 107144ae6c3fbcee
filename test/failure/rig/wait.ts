import { setTimeout as sleep } from 'node:timers/promises';

/** One look at what is waited for. */
export interface Look {
  /** What is not there yet, as words for people; empty ends the wait. */
  readonly missing: readonly string[];
  /** A text that is new after each step towards it. One that has been seen before during this wait is no step. */
  readonly progress: string;
}

export interface Wait {
  /** Goes on from "waited for". */
  readonly what: string;
  look(): Promise<Look>;
  /** What helps to find the cause: the last lines of logs. */
  details?(): Promise<string>;
  readonly standstillMs?: number;
  readonly pollMs?: number;
  /** Ends the wait early: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Thrown when nothing has moved for too long. */
export class StoodStill extends Error {
  override readonly name = 'StoodStill';
}

/** On a machine with ten times the work that it can do, the longest step of a start takes about 30 s. */
const STANDSTILL_MS = 120_000;
const POLL_MS = 100;
/** A gap between two looks counts for so much at most: the machine may have been suspended, or too busy for us as well. */
const LONGEST_GAP_MS = 2_000;

const underWay = new Map<symbol, string>();

/** What is being waited for at this moment, as words for people. */
export function waitsUnderWay(): string[] {
  return [...underWay.values()];
}

/**
 * Looks until nothing is missing, however long that takes, as long as there is progress. Rejects with StoodStill where there
 * is none, with what is missing. A look that rejects is one at which everything was missing.
 */
export async function untilNothingIsMissing(wait: Wait): Promise<void> {
  const { what, look, details, standstillMs = STANDSTILL_MS, pollMs = POLL_MS, signal } = wait;
  const [seen, id] = [new Set<string>(), Symbol(what)];
  let stillMs = 0;
  try {
    for (let from = performance.now(); ; ) {
      const { missing, progress } = await look().catch(failedLook);
      if (missing.length === 0) return;
      const now = performance.now();
      stillMs = seen.has(progress) ? stillMs + Math.min(now - from, LONGEST_GAP_MS) : 0;
      seen.add(progress);
      from = now;
      const state = `nothing has moved for ${Math.round(stillMs)} ms; missing: ${missing.join('; ')}`;
      underWay.set(id, `waiting for ${what}; ${state}`);
      if (stillMs >= standstillMs)
        throw new StoodStill([`waited for ${what}; ${state}`, (await details?.()) ?? ''].join('\n').trimEnd());
      await sleep(pollMs, undefined, { signal });
    }
  } finally {
    underWay.delete(id);
  }
}

function failedLook(error: unknown): Look {
  const text = String(error);
  return { missing: [text], progress: text };
}
