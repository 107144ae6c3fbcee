import {
  AccessKeyRecord,
  DeadLetterHeaders,
  Definition,
  Observation,
  PublishedFigure,
  RawRecord,
  RawRequest,
  ReplayRecord,
  SeenRecord,
  SourceEnvelope,
  SourceRequest,
  SystemRequest,
} from '@heliograph/schema';
import { z } from 'zod';

/** The shapes that other programs may rely on, by the name of their file. */
export const MESSAGE_SCHEMAS: Readonly<Record<string, { readonly title: string; readonly schema: z.ZodType }>> = {
  'source-envelope': { title: 'What a source sends to the gateway', schema: SourceEnvelope },
  'source-request': { title: 'What the owner of a system sends to the gateway', schema: SourceRequest },
  'raw-record': { title: 'One accepted report of one system', schema: RawRecord },
  'raw-request': { title: 'One accepted request of the owner of a system', schema: RawRequest },
  observation: { title: 'One sanitised report of one system', schema: Observation },
  'system-request': { title: 'The same request, about the keys of the system', schema: SystemRequest },
  'published-figure': { title: 'One published figure of a day, a week or a month', schema: PublishedFigure },
  'seen-record': { title: 'One entry of the journal of dedup keys', schema: SeenRecord },
  'dead-letter-headers': { title: 'The headers that a dead letter has beside its own', schema: DeadLetterHeaders },
  'replay-record': { title: 'That a dead letter has been delivered again', schema: ReplayRecord },
  'access-key-record': { title: 'An API key of an application, as a keyed hash', schema: AccessKeyRecord },
  definition: { title: 'What one telemetry type of one application may hold', schema: Definition },
};

/**
 * One of the shapes as JSON Schema: what may be written, so that durations are text and defaults may be left out.
 * Rules that no JSON Schema can say (that an InfluxDB tag is one of the fields) are left to the definition check.
 */
export function messageSchema(name: string, target: 'draft-2020-12' | 'draft-07'): Record<string, unknown> {
  const message = MESSAGE_SCHEMAS[name];
  if (message === undefined) throw new Error(`no schema is called ${name}`);
  const { $schema, ...rest } = z.toJSONSchema(message.schema, {
    io: 'input',
    target,
    // Zod says dates and UUIDs twice, as a format and as a pattern that nobody can read.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  const { '~standard': _, ...schema } = rest as Record<string, unknown>;
  const identity = target === 'draft-2020-12' ? { $schema, $id: `urn:heliograph:v1:${name}` } : {};
  return { ...identity, title: message.title, ...schema };
}
