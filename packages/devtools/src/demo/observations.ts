import { randomUUID } from 'node:crypto';
import { createIngest, readEnvelope } from '@heliograph/ingest';
import { compile, type Pseudonyms } from '@heliograph/privacy';
import { sha256 } from '@heliograph/runtime';
import { type Observation, parseRfc3339, perDefinition, type Register, type SourceEnvelope } from '@heliograph/schema';

/**
 * What would have become of reports if they had been sent at their times: through the gateway's and the sanitizer's own
 * code, under the keys that the same systems have in what is sent today. Reports that the gateway rejects are left out.
 */
export function* observationsOf(
  envelopes: Iterable<SourceEnvelope>,
  register: Register,
  pseudonyms: Pseudonyms,
): Generator<Observation> {
  const ingest = createIngest({
    register,
    maxRecords: Number.POSITIVE_INFINITY,
    hash: sha256,
    newId: randomUUID,
  });
  const sanitizerOf = perDefinition((definition) => ({ sanitize: compile(definition, pseudonyms) }));
  for (const envelope of envelopes) {
    const definition = register.find(envelope.application, envelope.telemetry_type);
    if (definition === undefined) continue;
    const ingested = ingest([readEnvelope(envelope)], parseRfc3339(envelope.time)?.epochMs ?? 0);
    if ('refused' in ingested) continue;
    for (const { raw } of ingested.records) {
      const { observation } = sanitizerOf(definition).sanitize(raw);
      if (observation !== undefined) yield observation;
    }
  }
}
