import type { z } from 'zod';
import { AccessKeyRecord } from './access-key.ts';
import { DeadLetterHeaders } from './dead-letter.ts';
import { Definition } from './definition.ts';
import { Observation, RawRecord, SourceEnvelope } from './envelope.ts';
import { ReplayRecord } from './replay.ts';
import { SeenRecord } from './seen-record.ts';
import { PublishedFigure } from './summaries/shapes.ts';
import { RawRequest, SourceRequest, SystemRequest } from './system-request.ts';

/** The shapes that other programs may rely on, by the name of their file. */
export const MESSAGE_SCHEMAS = {
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
} as const satisfies Readonly<Record<string, { readonly title: string; readonly schema: z.ZodType }>>;

export type MessageName = keyof typeof MESSAGE_SCHEMAS;
export const MESSAGE_NAMES = Object.keys(MESSAGE_SCHEMAS) as MessageName[];

/** The name of a shape; undefined of one that other programs may not rely on. */
export function messageName(schema: z.ZodType): MessageName | undefined {
  return MESSAGE_NAMES.find((name) => MESSAGE_SCHEMAS[name].schema === schema);
}
