import { compile, type KeyedHash } from '@heliograph/privacy';
import {
  compileChannel,
  type Definition,
  type Observation,
  parseRfc3339,
  perDefinition,
  pointerSegments,
  type RawRecord,
  type Register,
  type SourceEnvelope,
  SystemId,
  utcDay,
  valueAt,
} from '@heliograph/schema';
import { uuidFrom } from './random.ts';

/**
 * What had become of reports, had they been sent when they say: through the rules of their definitions, under the keys that
 * the same systems have in what is sent today. Reports of a source without a definition are left out.
 */
export function* observationsOf(
  envelopes: Iterable<SourceEnvelope>,
  register: Register,
  keyedHash: KeyedHash,
): Generator<Observation> {
  const takerOf = perDefinition((definition) => createTaker(definition, keyedHash));
  for (const envelope of envelopes) {
    const definition = register.find(envelope.application, envelope.telemetry_type);
    if (definition !== undefined) yield* takerOf(definition)(envelope);
  }
}

function createTaker(definition: Definition, keyedHash: KeyedHash): (envelope: SourceEnvelope) => Observation[] {
  const sanitize = compile(definition, keyedHash);
  const channelOf = compileChannel(definition);
  const systemId = pointerSegments(definition.record.system_id);
  return (envelope) => {
    const { payload } = envelope;
    const elements: unknown[] = definition.record.each_element && Array.isArray(payload) ? payload : [payload];
    return elements.flatMap((element) => {
      if (typeof element !== 'object' || element === null) return [];
      const id = SystemId.parse(valueAt(element, systemId));
      const { observation } = sanitize(rawRecord(envelope, definition, id, element, channelOf(element)));
      return observation === undefined ? [] : [observation];
    });
  };
}

function rawRecord(
  { id = '', time, application, telemetry_type }: SourceEnvelope,
  { schema_version }: Definition,
  system_id: SystemId,
  payload: object,
  channel: RawRecord['channel'],
): RawRecord {
  const epochMs = parseRfc3339(time)?.epochMs ?? 0;
  const observed_at = new Date(epochMs).toISOString();
  return {
    id: uuidFrom(`${id}/${system_id}`),
    application,
    telemetry_type,
    schema_version,
    channel,
    time,
    observed_at,
    received_at: observed_at,
    day: utcDay(epochMs),
    clock_clamped: false,
    system_id,
    payload,
  };
}
