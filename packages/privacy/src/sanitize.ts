import { type Definition, type Observation, type RawRecord, type SystemKey, uuidFromHex } from '@heliograph/schema';
import { compileAllowList, type Removed } from './allow-list.ts';
import { boundedPaths } from './removed-paths.ts';

/** Makes what stands for ids and values: none of it can be computed without the secret. */
export interface Pseudonyms {
  /** 22 characters, different for each application. */
  system(application: string, systemId: string): string;
  /** 22 characters, different for each field. */
  field(application: string, telemetryType: string, pointer: string): (value: string) => string;
  /** 32 hexadecimal digits or more. */
  record(id: string): string;
}

export interface Sanitized {
  /** Undefined where personal data was found and the definition says `personal_data_found: reject`. */
  readonly observation: Observation | undefined;
  readonly removed: Removed;
}

/**
 * Compiles a definition, once, into the function that keeps of a record what the definition allows. The function is
 * total: whatever the payload, it gives an observation, or none because of personal data. Throws where the fields of the
 * definition contradict each other.
 */
export function compile(definition: Definition, pseudonyms: Pseudonyms): (raw: RawRecord) => Sanitized {
  const { application, telemetry_type, record } = definition;
  const ofSystem = (systemId: string) => pseudonyms.system(application, systemId);
  // A field that holds the id of the system is the system: by it the store knows whose a point is.
  const allow = compileAllowList(definition.fields, (pointer) =>
    pointer === record.system_id ? ofSystem : pseudonyms.field(application, telemetry_type, pointer),
  );
  const rejects = definition.personal_data_found === 'reject';
  const keyOf =
    record.system_key === 'keep'
      ? (systemId: string) => systemId as SystemKey
      : (systemId: string) => ofSystem(systemId) as SystemKey;
  return (raw) => {
    const { payload, removed } = allow(raw.payload);
    if (rejects && removed.personalData.length > 0) return { observation: undefined, removed };
    // Written out name by name: a field that raw records may get one day must not slip through.
    const observation: Observation = {
      id: uuidFromHex(pseudonyms.record(raw.id)),
      application: raw.application,
      telemetry_type: raw.telemetry_type,
      schema_version: raw.schema_version,
      channel: raw.channel,
      time: raw.time,
      observed_at: raw.observed_at,
      received_at: raw.received_at,
      day: raw.day,
      clock_clamped: raw.clock_clamped,
      system_key: keyOf(raw.system_id),
      payload,
    };
    const paths = boundedPaths(removed.unregistered);
    if (paths.length > 0) observation.removed = paths;
    return { observation, removed };
  };
}
