/** Two kinds of work: what is shared runs side by side, what is exclusive runs alone. */
export interface Exclusion {
  shared<T>(work: () => Promise<T>): Promise<T>;
  /** Waits for the work under way, and holds up what comes after it was called. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
}

/** Excludes nothing yet. Both give what the work gives, and reject with what it rejects with. */
export function createExclusion(): Exclusion {
  const running = new Set<Promise<unknown>>();
  let lastExclusive: Promise<unknown> = Promise.resolve();

  async function afterExclusive(): Promise<void> {
    for (let seen: unknown; seen !== lastExclusive; ) {
      seen = lastExclusive;
      await lastExclusive;
    }
  }

  return {
    async shared(work) {
      await afterExclusive();
      const done = work();
      const settled: Promise<unknown> = done.then(
        () => running.delete(settled),
        () => running.delete(settled),
      );
      running.add(settled);
      return done;
    },
    exclusive(work) {
      const done = lastExclusive.then(() => Promise.all(running)).then(work);
      lastExclusive = done.catch(() => undefined);
      return done;
    },
  };
}
