/** Which stores and networks are out of order, so that what a process does meanwhile can be judged. */
export interface Disturbances {
  begin(what: string): void;
  end(what: string): void;
  /** What is out of order, and what has been within the aftermath. */
  current(): string[];
}

/** A service that starts waits that long for a store before it gives up: what ends so late began in the disturbance. */
const AFTERMATH_MS = 20_000;

export function createDisturbances(nowMs: () => number = () => performance.now()): Disturbances {
  const endedMs = new Map<string, number>();
  return {
    begin: (what) => void endedMs.set(what, Number.POSITIVE_INFINITY),
    end: (what) => void (endedMs.has(what) && endedMs.set(what, nowMs())),
    current: () => [...endedMs].filter(([, ended]) => ended + AFTERMATH_MS > nowMs()).map(([what]) => what),
  };
}
