/** Which reports are still to be seen in a store, by their time, and how long it took for the others. */
export interface Sightings {
  /** A report that was answered at that moment (by `performance.now()`). */
  expect(time: string, answeredAt: number): void;
  /** A report that can be read at that moment; it may be told before it is expected, and again. */
  see(time: string, at: number): void;
  /** Milliseconds; 0 for what could be read before its answer had arrived. */
  readonly delays: readonly number[];
  readonly missing: number;
  readonly waitingFor: readonly string[];
}

export function createSightings(): Sightings {
  const answered = new Map<string, number>();
  const seen = new Map<string, number>();
  const delays: number[] = [];
  const settle = (time: string) => {
    const from = answered.get(time);
    const to = seen.get(time);
    if (from === undefined || to === undefined) return;
    answered.delete(time);
    delays.push(Math.max(0, to - from));
  };
  return {
    expect(time, answeredAt) {
      answered.set(time, answeredAt);
      settle(time);
    },
    see(time, at) {
      if (seen.has(time)) return;
      seen.set(time, at);
      settle(time);
    },
    delays,
    get missing() {
      return answered.size;
    },
    get waitingFor() {
      return [...answered.keys()];
    },
  };
}
