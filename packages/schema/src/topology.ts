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

/** Who reads and writes topics: the services, and the operator's command. */
export const PARTIES = [...SERVICES, 'cli'] as const;
export type Party = (typeof PARTIES)[number];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** How long the broker keeps records: milliseconds, for ever, or as long as the definitions' longest late window asks. */
export type Retention = { readonly ms: number } | 'forever' | { readonly lateWindowPlusMs: number };

export interface TopicSpec {
  readonly key: string;
  readonly holds: string;
  readonly retention: Retention;
  readonly cleanup: 'delete' | 'compact' | 'compact,delete';
  readonly writers: readonly Party[];
  readonly readers: readonly Party[];
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
    writers: ['gateway', 'cli'],
    readers: ['sanitizer'],
  },
  sanitized: {
    key: 'system key',
    holds: 'only what the definition allows',
    retention: { ms: 24 * HOUR },
    cleanup: 'delete',
    writers: ['sanitizer', 'cli'],
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
  'observations.replay': {
    key: 'system key',
    holds: 'dead letters of observations on their way to the one stage that gave them up; not to be subscribed to',
    retention: { ms: 14 * DAY },
    cleanup: 'delete',
    writers: ['cli'],
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
    key: 'application/telemetry type/channel/period/start/name',
    holds: 'every published figure of days, weeks and months as it stands; the topic to build a site of your own from',
    retention: 'forever',
    cleanup: 'compact',
    writers: ['summarizer'],
    readers: [],
  },
  'raw.dead': {
    key: 'as input',
    holds: 'dead letters from before sanitising',
    retention: { ms: 72 * HOUR },
    cleanup: 'delete',
    writers: ['sanitizer'],
    readers: ['cli'],
  },
  'sanitized.dead': {
    key: 'as input',
    holds: 'dead letters of dedup',
    retention: { ms: 14 * DAY },
    cleanup: 'delete',
    writers: ['dedup'],
    readers: ['cli'],
  },
  'observations.dead': {
    key: 'as input',
    holds: 'dead letters of the sinks and the summarizer',
    retention: { ms: 14 * DAY },
    cleanup: 'delete',
    writers: ['influx-sink', 'postgres-sink', 'summarizer'],
    readers: ['cli'],
  },
  replays: {
    key: 'topic/partition/offset of the dead letter',
    holds: 'which dead letters have been delivered again',
    // Longer than any dead letter is kept: one that outlived its entry would be delivered a second time.
    retention: { ms: 30 * DAY },
    cleanup: 'compact,delete',
    writers: ['cli'],
    readers: ['cli'],
  },
  erasures: {
    key: 'receipt',
    holds: 'which systems have been erased, so that no dead letter brings one back',
    // Longer than any dead letter is kept.
    retention: { ms: 30 * DAY },
    cleanup: 'delete',
    writers: ['dedup'],
    readers: ['cli'],
  },
  keys: {
    key: 'id of the API key',
    holds: 'API keys of the applications, as keyed hashes',
    retention: 'forever',
    cleanup: 'compact',
    writers: ['cli'],
    readers: ['gateway', 'cli'],
  },
};

/** The topics that a service, or the command, needs before it may start. */
export function topicsOf(party: Party): TopicId[] {
  return (Object.keys(TOPOLOGY) as TopicId[]).filter(
    (id) => TOPOLOGY[id].writers.includes(party) || TOPOLOGY[id].readers.includes(party),
  );
}
