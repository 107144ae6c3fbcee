import type { Definition, Observation, RawRecord, SystemKey } from '@heliograph/schema';
import { compileAllowList, type Removed } from './allow-list.ts';
import { boundedPaths } from './removed-paths.ts';

/** A pseudonym that cannot be computed without the secret: 22 characters of base64url, different for each application. */
export type KeyedHash = (application: string, value: string) => string;

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
export function compile(definition: Definition, keyedHash: KeyedHash): (raw: RawRecord) => Sanitized {
  const { application } = definition;
  const allow = compileAllowList(definition.fields, (value) => keyedHash(application, value));
  const rejects = definition.personal_data_found === 'reject';
  const keyOf =
    definition.record.system_key === 'keep'
      ? (systemId: string) => systemId as SystemKey
      : (systemId: string) => keyedHash(application, systemId) as SystemKey;
  return (raw) => {
    const { payload, removed } = allow(raw.payload);
    if (rejects && removed.personalData.length > 0) return { observation: undefined, removed };
    // Written out name by name: a field that raw records may get one day must not slip through.
    const observation: Observation = {
      id: raw.id,
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
