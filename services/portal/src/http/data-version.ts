/** What all answers depend on, as a text that changes with it. */
export interface DataVersion {
  /** Never rejects: while it cannot be told, what was true last is believed. */
  current(): Promise<string>;
}

export interface DataVersionOptions {
  readonly everyMs: number;
  /** May reject. */
  read(): Promise<string>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Asks at most every so often, when somebody wants to know; those who come meanwhile wait for the same answer. */
export function createDataVersion({ everyMs, read, now }: DataVersionOptions): DataVersion {
  let known = '';
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking = Promise.resolve(known);
  return {
    current() {
      if (now() - askedAt < everyMs) return asking;
      askedAt = now();
      asking = read().then(
        (version) => {
          known = version;
          return known;
        },
        () => known,
      );
      return asking;
    },
  };
}
