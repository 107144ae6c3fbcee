import { randomBytes, randomUUID } from 'node:crypto';
import {
  Definition,
  type Emission,
  type MessageTopicId,
  Observation,
  type Party,
  RawRecord,
  SystemRequest,
  type TopicId,
  topicSpec,
  utcDay,
} from '@heliograph/schema';
import type { ConsumerRecord } from '@heliograph/stream';
import type { z } from 'zod';

const OBSERVED_AT = '2026-11-21T10:00:00.000Z';
const SYSTEM_KEY = 'hg8Zk1a0QxTqYw3nVb7LdA';

const trentoHost = {
  installation_id: '6ba7b810-9dad-41d1-80b4-00c04fd430c8',
  agent_id: '16fd2706-8baf-433b-82eb-8c7fada847da',
  sles_version: '15-SP2',
  cpu_count: 2,
  socket_count: 8,
  total_memory_mb: 4096,
  cloud_provider: 'azure',
};

/** What both shapes share. `time`, `received_at` and `day` follow an overridden `observed_at` unless given themselves. */
function travelling({ observed_at = OBSERVED_AT }: { observed_at?: string | undefined }) {
  return {
    // A UUIDv8, as the gateway and the sanitizer make them.
    id: randomUUID().replace(/^(.{14})4/, (_, before: string) => `${before}8`),
    application: 'trento',
    telemetry_type: 'host_telemetry',
    schema_version: 1,
    channel: 'production' as const,
    time: observed_at,
    observed_at,
    received_at: observed_at,
    day: utcDay(Date.parse(observed_at)),
    clock_clamped: false,
  };
}

/** A record of the raw topic, by default of one Trento host; each has an id of its own. */
export function aRawRecord(given: Partial<z.input<typeof RawRecord>> = {}): RawRecord {
  return RawRecord.parse({ ...travelling(given), system_id: trentoHost.agent_id, payload: trentoHost, ...given });
}

/** A sanitised observation, by default of one Trento host; each has an id of its own. */
export function anObservation(given: Partial<z.input<typeof Observation>> = {}): Observation {
  const payload = { ...trentoHost, installation_id: 'pR2vXc9mJtEsU4fKo6HiNw', agent_id: SYSTEM_KEY };
  return Observation.parse({ ...travelling(given), system_key: SYSTEM_KEY, payload, ...given });
}

/** A request of the host of anObservation, by default for its erasure; each has a receipt of its own. */
export function aSystemRequest(given: Partial<z.input<typeof SystemRequest>> = {}): SystemRequest {
  return SystemRequest.parse({
    request: 'erasure',
    receipt: randomBytes(32).toString('base64url'),
    application: 'trento',
    received_at: OBSERVED_AT,
    system_keys: [SYSTEM_KEY],
    ...given,
  });
}

/** A record as a handler gets it. A Buffer or null is the value as it is; anything else is encoded as JSON. */
export function anInput(value: unknown, given: Partial<ConsumerRecord> = {}): ConsumerRecord {
  return {
    topic: 'observations',
    partition: 0,
    offset: 0n,
    key: null,
    value: value === null || Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)),
    headers: {},
    timestampMs: Date.parse(OBSERVED_AT),
    ...given,
  };
}

/** Emissions of a toy stage: to topics that its name owns, with values that have not their shape. */
export function toyEmissions<T extends MessageTopicId>(
  ...emissions: readonly { readonly topic: T; readonly key: string; readonly value: unknown }[]
): readonly Emission<T>[] {
  return emissions as readonly unknown[] as readonly Emission<T>[];
}

/** Which stage writes a topic first of all, for a test that takes its place. */
export function ownerOf(topic: TopicId): Party {
  const [owner] = topicSpec(topic).writers;
  if (owner === undefined) throw new Error(`${topic} has no writer`);
  return owner;
}

/** A definition in force with one version field, one number and one system id; given parts replace the whole part. */
export function aDefinition(given: Partial<z.input<typeof Definition>> = {}): Definition {
  const { application = 'example', telemetry_type = 'status' } = given;
  const measurement = application === 'example' ? telemetry_type : `${application}_${telemetry_type}`;
  return Definition.parse({
    application: 'example',
    telemetry_type: 'status',
    schema_version: 1,
    title: 'Example',
    status: 'approved',
    approval: { by: ['data-steward'], on: '2026-01-01', reference: 'test' },
    owner: 'tests',
    expires: '2099-01-01',
    review: {
      question: 'Which versions run?',
      example: '1.2.3',
      gathering: 'Read once a day',
      burden: 'None',
      personal_data: 'None but the id, which is hashed',
      collected_since: '1.0.0',
      visualisation: 'Version share',
    },
    record: { system_id: '/id', late_window: '2d' },
    fields: {
      '/id': { type: 'string', sanitise: 'hash' },
      '/version': { type: 'version' },
      '/count': { type: 'integer', min: 0, max: 1000 },
    },
    dedup: { policy: 'latest-per-window' },
    influx: { measurement: measurement.replaceAll(/[^a-z0-9]/g, '_'), tags: ['/id'], fields: ['/version', '/count'] },
    summaries: [{ name: 'systems', kind: 'systems' }],
    publish: { minimum_systems: 10 },
    retention: '30d',
    ...given,
  });
}
