import type { TopicId } from './topics.ts';

export const SERVICES = [
  'gateway',
  'sanitizer',
  'dedup',
  'influx-sink',
  'postgres-sink',
  'summarizer',
  'portal',
] as const;
export type ServiceName = (typeof SERVICES)[number];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long the broker keeps records: milliseconds, for ever, or as long as the definitions' longest late window asks. */
export type Retention = { readonly ms: number } | 'forever' | { readonly lateWindowPlusMs: number };

export interface TopicSpec {
  readonly key: string;
  readonly holds: string;
  readonly retention: Retention;
  readonly cleanup: 'delete' | 'compact' | 'compact,delete';
  readonly writers: readonly ServiceName[];
  readonly readers: readonly ServiceName[];
}

/**
 * The one table of who reads and writes which topic. Provisioning, the pictures, the AsyncAPI document and the
 * architecture test are derived from it. Source: DESIGN, section 2.
 */
export const TOPOLOGY: Readonly<Record<TopicId, TopicSpec>> = {
  raw: {
    key: 'system id',
    holds: 'envelopes as accepted, one record per system; may hold personal data',
    retention: { ms: 24 * HOUR },
    cleanup: 'delete',
    writers: ['gateway'],
    readers: ['sanitizer'],
  },
  sanitized: {
    key: 'system key',
    holds: 'only what the definition allows',
    retention: { ms: 24 * HOUR },
    cleanup: 'delete',
    writers: ['sanitizer'],
    readers: ['dedup'],
  },
  observations: {
    key: 'system key',
    holds: 'what happened, each exactly once; the topic to subscribe to',
    retention: { ms: 30 * DAY },
    cleanup: 'delete',
    writers: ['dedup'],
    readers: ['influx-sink', 'postgres-sink', 'summarizer'],
  },
  systems: {
    key: 'application/telemetry type/system key',
    holds: 'the latest observation of every system',
    retention: { ms: 30 * DAY },
    cleanup: 'compact,delete',
    writers: ['dedup'],
    readers: [],
  },
  seen: {
    key: 'observation id',
    holds: 'the journal of dedup keys, the memory of dedup',
    // A day for the day itself, one of margin, and two for a pipeline that stood still: see docs/adr/0006.
    retention: { lateWindowPlusMs: 4 * DAY },
    cleanup: 'delete',
    writers: ['dedup'],
    readers: ['dedup'],
  },
  summaries: {
    key: 'application/telemetry type/channel/day/name',
    holds: 'daily summaries; nobody writes it yet',
    retention: 'forever',
    cleanup: 'compact',
    // Until the summarizer has an outbox: publishing from beside its SQL transaction would lose or invent summaries.
    writers: [],
    readers: [],
  },
  'raw.dead': {
    key: 'as input',
    holds: 'dead letters from before sanitising',
    retention: { ms: 72 * HOUR },
    cleanup: 'delete',
    writers: ['sanitizer'],
    readers: [],
  },
  'sanitized.dead': {
    key: 'as input',
    holds: 'dead letters of dedup',
    retention: { ms: 14 * DAY },
    cleanup: 'delete',
    writers: ['dedup'],
    readers: [],
  },
  'observations.dead': {
    key: 'as input',
    holds: 'dead letters of the sinks and the summarizer',
    retention: { ms: 14 * DAY },
    cleanup: 'delete',
    writers: ['influx-sink', 'postgres-sink', 'summarizer'],
    readers: [],
  },
};

/** The topics that a service needs before it may start. */
export function topicsOf(service: ServiceName): TopicId[] {
  return (Object.keys(TOPOLOGY) as TopicId[]).filter(
    (id) => TOPOLOGY[id].writers.includes(service) || TOPOLOGY[id].readers.includes(service),
  );
}
