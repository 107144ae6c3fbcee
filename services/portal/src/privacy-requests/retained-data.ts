import { DAY_MS, retentionMs, TOPOLOGY, type TopicId } from '@heliograph/schema';

/** Data of a system that is kept for a time after its erasure. */
export interface RetainedData {
  readonly what: string;
  readonly days: number;
  /** YYYY-MM-DD; null while a store has not erased yet. */
  readonly until: string | null;
}

/** Kafka's log cannot be edited: a record is kept until its segment is deleted. */
export const IN_THE_LOG: readonly { readonly what: string; readonly topics: readonly TopicId[] }[] = [
  { what: 'Reports as they were sent, in the log', topics: ['raw', 'raw.dead'] },
  {
    what: 'Sanitised reports in the log, filed under the system’s keyed hash',
    topics: ['sanitized', 'sanitized.dead', 'observations', 'observations.replay', 'observations.dead', 'systems'],
  },
  {
    what: 'Hashes by which a report is recognised that was sent before, and the note that the system was erased',
    topics: ['seen', 'erasures'],
  },
];

/** What is kept after an erasure, and until when: `doneAt` is when the last store was done, or null. */
export function retainedData(doneAt: string | null, longestLateWindowMs: number): RetainedData[] {
  return IN_THE_LOG.map(({ what, topics }) => {
    const ms = Math.max(...topics.map((id) => retentionMs(TOPOLOGY[id].retention, longestLateWindowMs)));
    const until = doneAt === null ? null : new Date(Date.parse(doneAt) + ms).toISOString().slice(0, 10);
    return { what, days: Math.ceil(ms / DAY_MS), until };
  });
}
