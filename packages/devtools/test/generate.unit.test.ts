import { PublishedFigure, SERVICES, SeenRecord, TOPIC_IDS, TOPOLOGY } from '@heliograph/schema';
import { anObservation, aRawRecord } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { generateArtefacts, staleArtefacts } from '../src/generate/artefacts.ts';

const files = generateArtefacts(7 * 86_400_000);
const text = (name: string) => files.get(name) ?? '';
const jsonSchema = (name: string) => z.fromJSONSchema(JSON.parse(text(`${name}.schema.json`)));

const { observed_at, received_at } = anObservation();
const aSeenRecord = SeenRecord.parse({
  keys: ['AAAAAAAAAAAAAAAAAAAAAA'],
  expires: '2026-11-21',
  system: 'trento/host_telemetry/key',
  observed_at,
  received_at,
});

const aFigure = PublishedFigure.parse({
  application: 'trento',
  telemetry_type: 'host_telemetry',
  channel: 'production',
  period: 'week',
  start: '2026-11-16',
  name: 'hosts',
  kind: 'systems',
  figures: { suppressed: false, active: 30, new: 12, returning: null, continuing: null, gone: null, persistent: 28 },
  systems: 30,
  of_systems: 30,
  revision: 2,
  final: true,
  computed_at: '2026-11-25T01:00:00.000Z',
});

describe('the JSON Schemas', () => {
  it.each([
    ['raw-record', () => aRawRecord()],
    ['observation', () => anObservation()],
    ['source-envelope', () => ({ application: 'a', telemetry_type: 'b', time: 'now', payload: [] })],
    ['seen-record', () => aSeenRecord],
    ['published-figure', () => aFigure],
  ])('of %s takes what the zod schema takes, and nothing less', (name, sample) => {
    const schema = jsonSchema(name);
    expect(schema.safeParse(sample()).success).toBe(true);
    for (const key of Object.keys(sample())) {
      const { [key]: _, ...rest } = sample() as Record<string, unknown>;
      // To zod a missing key and an undefined value of `unknown` are the same.
      if (key !== 'payload') expect(schema.safeParse(rest).success, `without ${key}`).toBe(false);
    }
  });

  it.each(['dead-letter-headers', 'definition'])('of %s can be read back', (name) => {
    expect(jsonSchema(name).safeParse({}).success).toBe(false);
  });

  it('take durations as the text that a definition holds', () => {
    const { properties } = JSON.parse(text('definition.schema.json'));
    expect(properties.retention.type).toBe('string');
  });
});

describe('the AsyncAPI document', () => {
  const document = parse(text('asyncapi.yaml'));

  it('has the keys that AsyncAPI 3.0 requires', () => {
    expect(document.asyncapi).toBe('3.0.0');
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    expect(Object.values(document.channels)).toHaveLength(TOPIC_IDS.length);
    for (const operation of Object.values<Record<string, unknown>>(document.operations))
      expect(operation).toMatchObject({
        action: expect.stringMatching(/^(send|receive)$/),
        channel: { $ref: expect.any(String) },
      });
  });

  it('has an operation for every arrow of the topology', () => {
    const arrows = TOPIC_IDS.reduce((n, id) => n + TOPOLOGY[id].writers.length + TOPOLOGY[id].readers.length, 0);
    expect(Object.keys(document.operations)).toHaveLength(arrows);
  });

  it('holds no reference that leads nowhere', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(TOPIC_IDS.length);
    expect(references.filter((reference) => resolve(document, reference) === undefined)).toEqual([]);
    expect(resolve(document, '#/components/schemas/nothing')).toBeUndefined();
  });

  it('tells address, partitions and retention of a topic', () => {
    expect(document.channels.seen).toMatchObject({
      address: 'telemetry.seen.v1',
      bindings: { kafka: { partitions: 6, topicConfiguration: { 'retention.ms': 11 * 86_400_000 } } },
    });
  });

  it('gives the topic of the summaries the shape of a published figure', () => {
    expect(document.components.messages.summaries.payload).toEqual({ $ref: '#/components/schemas/published-figure' });
    expect(document.operations['summarizer-sends-summaries']).toMatchObject({ action: 'send' });
  });
});

describe('the topology picture', () => {
  it('shows every service and every topic', () => {
    const picture = text('topology.md');
    for (const service of SERVICES) expect(picture).toContain(`${service}[${service}]`);
    for (const id of TOPIC_IDS) expect(picture).toContain(`[/${id}/]`);
    expect(picture).toContain('topic-raw --> sanitizer');
  });
});

describe('staleArtefacts', () => {
  it('finds what is missing, changed or surplus, and nothing in fresh files', () => {
    const fresh = new Map([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(staleArtefacts(fresh, fresh)).toEqual([]);
    expect(
      staleArtefacts(
        fresh,
        new Map([
          ['b', '3'],
          ['c', '4'],
        ]),
      ),
    ).toEqual(['a is missing', 'b is out of date', 'c is not generated any more']);
  });
});

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : referencesIn(inner)));
}

function resolve(document: unknown, reference: string): unknown {
  let value = document;
  for (const key of reference.replace('#/', '').split('/'))
    value = (value as Record<string, unknown> | undefined)?.[key];
  return value;
}
