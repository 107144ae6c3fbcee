import type { LogEntry } from './evidence.ts';

/** Gives out the offsets of topics. */
export function createLog() {
  const ends = new Map<string, bigint>();
  return {
    entry(topic: string, partition: number, name: string, receivedAt: string): LogEntry {
      const offset = ends.get(`${topic}/${partition}`) ?? 0n;
      ends.set(`${topic}/${partition}`, offset + 1n);
      return { at: `${topic}/${partition}/${offset}`, partition, offset, name, receivedAt };
    },
  };
}

export type SimulatedLog = ReturnType<typeof createLog>;
