import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  AccessKeyRecord,
  Observation,
  PublishedFigure,
  RawRecord,
  RawRequest,
  SeenObservation,
  SeenRecord,
  SeenRequest,
  SourceEnvelope,
  SystemRequest,
} from '../src/index.ts';

const folder = new URL('../fixtures/v1/', import.meta.url);
const shapes: Readonly<Record<string, z.ZodType>> = {
  'access-key.json': AccessKeyRecord,
  'observation.json': Observation,
  'published-figure.json': PublishedFigure,
  'raw-request.json': RawRequest,
  'raw.json': RawRecord,
  'sanitized.json': Observation,
  'seen-request.json': SeenRequest,
  'seen.json': SeenObservation,
  'source-envelope.json': SourceEnvelope,
  'system-request.json': SystemRequest,
};
const messages = (file: string) =>
  z
    .array(z.record(z.string(), z.unknown()))
    .min(1)
    .parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));

describe('messages of version 1', () => {
  it('have a shape each', () => {
    expect(readdirSync(folder).toSorted()).toEqual(Object.keys(shapes));
  });

  it.each(Object.entries(shapes))('in %s are read whole', (file, shape) => {
    for (const message of messages(file)) expect(shape.parse(message)).toEqual(message);
  });

  it.each(Object.entries(shapes))('in %s may have gained what today’s code does not know', (file, shape) => {
    for (const message of messages(file)) expect(shape.parse({ ...message, of_tomorrow: 1 })).toEqual(message);
  });

  it.each(Object.entries(shapes))('in %s are told from something else', (file, shape) => {
    for (const message of messages(file)) {
      const without = Object.keys(message).map((name) => shape.safeParse({ ...message, [name]: undefined }));
      expect(without.some(({ success }) => !success)).toBe(true);
      expect(shape.safeParse({ of_tomorrow: 1 }).success).toBe(false);
    }
  });

  it.each(['seen.json', 'seen-request.json'])('in %s are told apart in one journal', (file) => {
    for (const message of messages(file)) expect(SeenRecord.parse(message)).toEqual(message);
  });
});
