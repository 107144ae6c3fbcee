import type { z } from 'zod';
import { AccessKeyRecord } from './access-key.ts';
import { Observation, RawRecord } from './envelope.ts';
import { ReplayRecord } from './replay.ts';
import { SeenRecord } from './seen-record.ts';
import { PublishedFigure } from './summaries/shapes.ts';
import { RawRequest, SystemRequest } from './system-request.ts';

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
  /** The shape of a record's value; none of dead letters, which hold any bytes. */
  readonly value?: z.ZodType;
  /** The shape of privacy requests, which travel among the records with a header of their own. */
  readonly request?: z.ZodType;
  readonly retention: Retention;
  readonly cleanup: 'delete' | 'compact' | 'compact,delete';
  readonly writers: readonly Party[];
  readonly readers: readonly Party[];
  /** By a consumer group that commits its position, or by each reader from the beginning. */
  readonly reading: 'by-group' | 'whole';
  /** Of a stage's input: where the records go that it cannot process. */
  readonly deadLetters?: string;
  /** Of dead letters: where they are delivered again. */
  readonly redelivery?: string;
}

/**
 * The one table of topics: key, shapes, retention, writers and readers. Code names a topic by its id here; its name on the
 * broker is derived. What a stage may read and emit is a type made of this table (topic-types.ts); provisioning, the
 * pictures and the AsyncAPI document are made of it too. Source: DESIGN, section 2.
 */
export const TOPOLOGY = {
  raw: {
    key: 'system id',
    holds: 'envelopes as accepted, one record per system; may hold personal data',
    value: RawRecord,
    request: RawRequest,
    retention: { ms: 24 * HOUR },
    cleanup: 'delete',
    writers: ['gateway', 'cli'],
    readers: ['sanitizer'],
    reading: 'by-group',
    deadLetters: 'raw.dead',
  },
  sanitized: {
    key: 'system key',
    holds: 'only what the definition allows',
    value: Observation,
    request: SystemRequest,
    retention: { ms: 24 * HOUR },
    cleanup: 'delete',
    writers: ['sanitizer', 'cli'],
    readers: ['dedup'],
    reading: 'by-group',
    deadLetters: 'sanitized.dead',
  },
  observations: {
    key: 'system key',
    holds: 'what happened, each exactly once; the topic to subscribe to',
    value: Observation,
    request: SystemRequest,
    retention: { ms: 30 * DAY },
    cleanup: 'delete',
    writers: ['dedup'],
    readers: ['influx-sink', 'postgres-sink', 'summarizer'],
    reading: 'by-group',
    deadLetters: 'observations.dead',
  },
  'observations.replay': {
    key: 'system key',
    holds: 'dead letters of observations on their way to the one stage that gave them up; not to be subscribed to',
    value: Observation,
    request: SystemRequest,
    retention: { ms: 14 * DAY },
    cleanup: 'delete',
    writers: ['cli'],
    readers: ['influx-sink', 'postgres-sink', 'summarizer'],
    reading: 'by-group',
    // Several stages read `observations`, each of which shall see a record once: dead letters come back by another topic.
    deadLetters: 'observations.dead',
  },
  systems: {
    key: 'application/telemetry type/system key',
    holds: 'the latest observation of every system',
    value: Observation,
    retention: { ms: 30 * DAY },
    cleanup: 'compact,delete',
    writers: ['dedup'],
    readers: [],
    reading: 'by-group',
  },
  seen: {
    key: 'observation id',
    holds: 'the journal of dedup keys, the memory of dedup',
    value: SeenRecord,
    // A day for the day itself, one of margin, and two for a pipeline that stood still: see docs/adr/0006.
    retention: { lateWindowPlusMs: 4 * DAY },
    cleanup: 'delete',
    writers: ['dedup'],
    readers: ['dedup'],
    reading: 'whole',
  },
  summaries: {
    key: 'application/telemetry type/channel/period/start/name',
    holds: 'every published figure of days, weeks and months as it stands; the topic to build a site of your own from',
    value: PublishedFigure,
    retention: 'forever',
    cleanup: 'compact',
    writers: ['summarizer'],
    readers: [],
    reading: 'by-group',
  },
  'raw.dead': {
    key: 'as input',
    holds: 'dead letters from before sanitising',
    retention: { ms: 72 * HOUR },
    cleanup: 'delete',
    writers: ['sanitizer'],
    readers: ['cli'],
    reading: 'whole',
    redelivery: 'raw',
  },
  'sanitized.dead': {
    key: 'as input',
    holds: 'dead letters of dedup',
    retention: { ms: 14 * DAY },
    cleanup: 'delete',
    writers: ['dedup'],
    readers: ['cli'],
    reading: 'whole',
    redelivery: 'sanitized',
  },
  'observations.dead': {
    key: 'as input',
    holds: 'dead letters of the sinks and the summarizer',
    retention: { ms: 14 * DAY },
    cleanup: 'delete',
    writers: ['influx-sink', 'postgres-sink', 'summarizer'],
    readers: ['cli'],
    reading: 'whole',
    redelivery: 'observations.replay',
  },
  replays: {
    key: 'topic/partition/offset of the dead letter',
    holds: 'which dead letters have been delivered again',
    value: ReplayRecord,
    // Longer than any dead letter is kept: one that outlived its entry would be delivered a second time.
    retention: { ms: 30 * DAY },
    cleanup: 'compact,delete',
    writers: ['cli'],
    readers: ['cli'],
    reading: 'whole',
  },
  erasures: {
    key: 'receipt',
    holds: 'which systems have been erased, so that no dead letter brings one back',
    value: SystemRequest,
    // Longer than any dead letter is kept.
    retention: { ms: 30 * DAY },
    cleanup: 'delete',
    writers: ['dedup'],
    readers: ['cli'],
    reading: 'whole',
  },
  keys: {
    key: 'id of the API key',
    holds: 'API keys of the applications, as keyed hashes',
    value: AccessKeyRecord,
    retention: 'forever',
    cleanup: 'compact',
    writers: ['cli'],
    readers: ['gateway', 'cli'],
    reading: 'whole',
  },
} as const satisfies Readonly<Record<string, TopicSpec>>;

export type TopicId = keyof typeof TOPOLOGY;
export const TOPIC_IDS = Object.keys(TOPOLOGY) as TopicId[];

/** The topics that a service, or the command, needs before it may start. */
export function topicsOf(party: Party): TopicId[] {
  return TOPIC_IDS.filter((id) => mayWrite(party, id) || mayRead(party, id));
}

/** For code that has a topic as a value; code that names one is checked by the compiler (`WritesOf`). */
export function mayWrite(party: Party, id: TopicId): boolean {
  return topicSpec(id).writers.includes(party);
}

/** Throws where code that the compiler cannot see through has another topic than the table gives to its stage. */
export function assertWriter(party: Party, id: TopicId): void {
  if (!mayWrite(party, id)) throw new TopologyError(`${party} does not own ${id}`);
}

/** Throws where the table does not let a stage read a topic. */
export function assertReader(party: Party, id: TopicId): void {
  if (!mayRead(party, id)) throw new TopologyError(`${party} does not read ${id}`);
}

/** A bug: code and topology disagree. */
class TopologyError extends Error {
  override readonly name = 'TopologyError';
}

export function mayRead(party: Party, id: TopicId): boolean {
  return topicSpec(id).readers.includes(party);
}

/** A row of the table, for code that has the topic as a value. */
export function topicSpec(id: TopicId): TopicSpec {
  return TOPOLOGY[id];
}
