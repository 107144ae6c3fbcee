import { DEAD_TOPIC_IDS, Observation, REQUEST_HEADER, TOPIC_IDS, type TopicId, topicName } from '@heliograph/schema';
import { type ConsumerRecord, type KafkaSettings, readTopic } from '@heliograph/stream';
import { canonical } from './canonical.ts';
import type { DeadLetterSeen, LogEntry, RequestEntry, Seen, SystemSeen } from './evidence.ts';

const TIMEOUT_MS = 120_000;
const MOST_READINGS = 10;

/**
 * Reads a topic until two readings in a row agree: one reading takes a long silence of a busy broker for the end, and would
 * make records look lost that are there.
 */
async function readWhole(kafka: KafkaSettings, id: TopicId): Promise<ConsumerRecord[]> {
  let count = -1;
  for (let reading = 0; reading < MOST_READINGS; reading += 1) {
    const records = await readTopic(kafka, id, { timeoutMs: TIMEOUT_MS });
    if (records.length === count) return records;
    count = records.length;
  }
  throw new Error(`${id} still grows after ${MOST_READINGS} readings; has the run settled?`);
}

export interface Log {
  readonly records: LogEntry[];
  readonly requests: RequestEntry[];
}

/** What stands in a topic, the requests of systems' owners apart from all else. */
export async function readLog(kafka: KafkaSettings, id: TopicId): Promise<Log> {
  const log: Log = { records: [], requests: [] };
  for (const record of await readWhole(kafka, id)) {
    if (isRequest(record)) log.requests.push(toRequestEntry(id, record));
    else log.records.push(toEntry(id, record, parse(record)));
  }
  return log;
}

export async function readErasures(kafka: KafkaSettings): Promise<RequestEntry[]> {
  return (await readWhole(kafka, 'erasures')).map((record) => toRequestEntry('erasures', record));
}

interface ObservationLog {
  readonly observationLog: LogEntry[];
  readonly observations: Seen[];
  readonly observedRequests: RequestEntry[];
}

export async function readObservations(kafka: KafkaSettings): Promise<ObservationLog> {
  const observationLog: LogEntry[] = [];
  const observations: Seen[] = [];
  const observedRequests: RequestEntry[] = [];
  for (const record of await readWhole(kafka, 'observations')) {
    if (isRequest(record)) {
      observedRequests.push(toRequestEntry('observations', record));
      continue;
    }
    const json = parse(record);
    const entry = toEntry('observations', record, json);
    observationLog.push(entry);
    const observation = Observation.safeParse(json);
    if (observation.success) observations.push(toSeen(entry.at, observation.data));
  }
  return { observationLog, observations, observedRequests };
}

/** Of each key the last record, as a reader would have it after compaction. */
export async function readSystems(kafka: KafkaSettings): Promise<SystemSeen[]> {
  const latest = new Map<string, SystemSeen>();
  for (const record of await readWhole(kafka, 'systems')) {
    const { name, observedAt } = read(parse(record));
    const system = record.key ?? '';
    latest.set(system, { at: atOf('systems', record), system, name: record.value === null ? '' : name, observedAt });
  }
  return [...latest.values()];
}

export async function readDead(kafka: KafkaSettings): Promise<DeadLetterSeen[]> {
  const ids = new Map<string, TopicId>(TOPIC_IDS.map((id) => [topicName(kafka.topicPrefix, id), id]));
  const letters: DeadLetterSeen[] = [];
  for (const id of DEAD_TOPIC_IDS)
    for (const record of await readWhole(kafka, id)) {
      const [topic = '', ...place] = (record.headers['dead.origin'] ?? '').split('/');
      letters.push({
        at: atOf(id, record),
        origin: [ids.get(topic) ?? topic, ...place].join('/'),
        stage: record.headers['dead.stage'] ?? '',
        reason: record.headers['dead.reason'] ?? '',
        value: record.value?.toString() ?? '',
      });
    }
  return letters;
}

const atOf = (id: TopicId, { partition, offset }: ConsumerRecord) => `${id}/${partition}/${offset}`;

function toEntry(id: TopicId, record: ConsumerRecord, json: unknown): LogEntry {
  const { partition, offset } = record;
  const { name, receivedAt } = read(json);
  const found = name === '' ? (record.value?.toString() ?? '') : name;
  return { at: atOf(id, record), partition, offset, name: found, receivedAt };
}

const isRequest = ({ headers }: ConsumerRecord) => headers[REQUEST_HEADER] !== undefined;

function toRequestEntry(id: TopicId, record: ConsumerRecord): RequestEntry {
  const { partition, offset } = record;
  const json = memberOf(parse(record));
  const keys = json('system_keys');
  return {
    at: atOf(id, record),
    partition,
    offset,
    name: textOf(json('receipt')),
    receivedAt: textOf(json('received_at')),
    kind: textOf(json('request')),
    application: textOf(json('application')),
    telemetryType: textOf(json('telemetry_type')),
    system: Array.isArray(keys) ? keys.join(' ') : textOf(json('system_id')),
  };
}

function toSeen(at: string, observation: Observation): Seen {
  return {
    at,
    name: observation.id,
    application: observation.application,
    telemetryType: observation.telemetry_type,
    schemaVersion: observation.schema_version,
    channel: observation.channel,
    systemKey: observation.system_key,
    time: observation.time,
    observedAt: observation.observed_at,
    receivedAt: observation.received_at,
    day: observation.day,
    clockClamped: observation.clock_clamped,
    payload: canonical(observation.payload),
  };
}

function parse({ value }: ConsumerRecord): unknown {
  try {
    return JSON.parse(value?.toString() ?? '');
  } catch {
    return undefined;
  }
}

function read(json: unknown): { name: string; receivedAt: string; observedAt: string } {
  const member = memberOf(json);
  return {
    name: textOf(member('id')),
    receivedAt: textOf(member('received_at')),
    observedAt: textOf(member('observed_at')),
  };
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

function memberOf(json: unknown): (name: string) => unknown {
  const record = (typeof json === 'object' && json !== null ? json : {}) as Readonly<Record<string, unknown>>;
  return (name) => record[name];
}
