import {
  createRegister,
  type MessageTopicId,
  type Observation,
  REQUEST_HEADER,
  type Register,
  SeenRecord,
} from '@heliograph/schema';
import { type ConsumerRecord, encode, type Outcome } from '@heliograph/stream';
import { aDefinition, anInput, anObservation, aSystemRequest } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { openPartition } from '../src/handler.ts';
import { sha256 } from '../src/hash.sha256.ts';
import { createMemory } from '../src/memory.ts';
import { createSeenKeys } from '../src/seen-keys.memory.ts';
import { asInput } from './simulated-partition.ts';

const AT = '2026-11-21T10:00:00.000Z';
const status = aDefinition();
const other = aDefinition({ telemetry_type: 'other', status: 'retired' });
const report = (given: object = {}): Observation =>
  anObservation({ application: 'example', telemetry_type: 'status', system_key: 's1', payload: {}, ...given });
const request = (given: object = {}) =>
  aSystemRequest({ application: 'example', system_keys: ['s1'], received_at: AT, ...given });
const after = (given: object = {}) => report({ observed_at: '2026-11-21T11:00:00.000Z', ...given });

function open(register: Register = createRegister([status, other]), journal: readonly ConsumerRecord[] = []) {
  const restore = async (each: (record: ConsumerRecord) => void) => journal.forEach(each);
  const memory = createMemory(createSeenKeys());
  return openPartition({ register, hash: sha256, memory, restore, report: () => {}, close: () => {} });
}

const emissionsOf = (outcome: Outcome<MessageTopicId> | undefined) => (outcome?.kind === 'ok' ? outcome.emissions : []);
const journalOf = (outcomes: readonly Outcome<MessageTopicId>[]): ConsumerRecord[] =>
  outcomes
    .flatMap(emissionsOf)
    .filter(({ topic }) => topic === 'seen')
    .map(({ key, value }) => anInput(encode(SeenRecord.parse(value)), { topic: 'seen', key }));
const words = (outcomes: readonly Outcome<MessageTopicId>[]) =>
  outcomes.map((outcome) => (outcome.kind === 'drop' || outcome.kind === 'dead' ? outcome.reason : outcome.kind));

describe('an erasure', () => {
  it('goes on unchanged, empties the table of systems for every type and key, and is recorded', async () => {
    const erasure = request({ system_keys: ['s1', 'id-1'] });
    const { outcomes } = await (await open()).decide([asInput(erasure)]);
    const [goesOn, ...rest] = emissionsOf(outcomes[0]);
    expect(goesOn).toStrictEqual({ topic: 'observations', key: 's1', value: erasure });
    expect(rest.filter(({ topic }) => topic === 'systems')).toStrictEqual(
      ['status/s1', 'status/id-1', 'other/s1', 'other/id-1'].map((name) => ({
        topic: 'systems',
        key: `example/${name}`,
        value: null,
      })),
    );
    expect(rest.filter(({ topic }) => topic === 'erasures')).toStrictEqual([
      { topic: 'erasures', key: erasure.receipt, value: erasure },
    ]);
    expect(journalOf(outcomes)).toHaveLength(1);
  });

  it('of one type leaves the others alone', async () => {
    const erasure = request({ telemetry_type: 'other' });
    const batch = [report(), report({ telemetry_type: 'other' }), erasure, after(), after({ telemetry_type: 'other' })];
    const { outcomes } = await (await open()).decide(batch.map((one) => asInput(one)));
    expect(words(outcomes)).toStrictEqual(['ok', 'ok', 'ok', 'duplicate_content', 'ok']);
    const tombstones = emissionsOf(outcomes[2]).filter(({ value }) => value === null);
    expect(tombstones.map(({ key }) => key)).toStrictEqual(['example/other/s1']);
  });

  it.each([
    ['at the moment of the erasure', AT, 'erased'],
    ['a millisecond later', '2026-11-21T10:00:00.001Z', 'ok'],
  ])('drops what was received %s, in its batch and after a restore', async (_, received_at, word) => {
    const late = report({ received_at, observed_at: '2026-11-21T09:00:00.000Z' });
    const first = await (await open()).decide([asInput(request()), asInput(late)]);
    expect(words(first.outcomes)).toStrictEqual(['ok', word]);
    const alone = await (await open()).decide([asInput(request())]);
    const restored = await open(createRegister([status, other]), journalOf(alone.outcomes));
    expect(words((await restored.decide([asInput(late)])).outcomes)).toStrictEqual([word]);
  });

  it('holds back a telemetry type that nobody knew here when it came', async () => {
    const { outcomes } = await (await open(createRegister([other]))).decide([asInput(request())]);
    const later = await open(createRegister([status, other]), journalOf(outcomes));
    const replayed = asInput(report({ observed_at: AT }), Date.parse('2026-11-22T10:00:00.000Z'));
    expect(words((await later.decide([replayed])).outcomes)).toStrictEqual(['erased']);
  });

  it('holds what one before it in the batch held, whose gateway had a later clock', async () => {
    const [early, late] = [request(), request({ received_at: '2026-11-21T10:05:00.000Z' })];
    const between = report({ observed_at: '2026-11-21T10:03:00.000Z' });
    const handler = await open();
    const first = await handler.decide([asInput(late)]);
    first.committed?.();
    const { outcomes } = await handler.decide([asInput(early), asInput(between)]);
    expect(words(outcomes)).toStrictEqual(['ok', 'erased']);
  });

  it('lets the system start afresh, but not with an envelope that was used up', async () => {
    const before = report({ observed_at: '2026-11-21T09:30:00.000Z', payload: { version: '1' } });
    const older = { ...after(), observed_at: '2026-11-21T09:00:00.000Z', payload: { version: '1' } };
    const batch = [before, request(), { ...before, received_at: older.received_at }, older];
    const { outcomes } = await (await open()).decide(batch.map((one) => asInput(one)));
    expect(words(outcomes)).toStrictEqual(['ok', 'ok', 'duplicate_id', 'ok']);
    expect(emissionsOf(outcomes[3]).map(({ topic }) => topic)).toStrictEqual(['observations', 'systems', 'seen']);
  });

  it('is refused for as long as the definition says', async () => {
    const refusing = createRegister([aDefinition({ erasure: { refuse_for: '7d' } })]);
    const days = ['2026-11-28T10:00:00.000Z', '2026-11-28T10:00:00.001Z'];
    const batch = [request(), ...days.map((observed_at) => report({ observed_at }))];
    const { outcomes } = await (await open(refusing)).decide(batch.map((one) => asInput(one)));
    expect(words(outcomes)).toStrictEqual(['ok', 'erased', 'ok']);
  });

  it('keeps a report out of the dead letters however late it comes', async () => {
    const handler = await open();
    const { committed } = await handler.decide([asInput(request())]);
    committed?.();
    const weeksLater = asInput(report({ observed_at: AT }), Date.parse('2026-12-10T00:00:00.000Z'));
    expect(words((await handler.decide([weeksLater])).outcomes)).toStrictEqual(['erased']);
  });
});

describe('a request', () => {
  it.each(['erasure', 'export'])('that stands twice in the log is carried out once: %s', async (kind) => {
    const one = request({ request: kind });
    const handler = await open();
    const { outcomes, committed } = await handler.decide([asInput(one), asInput(one)]);
    expect(words(outcomes)).toStrictEqual(['ok', 'duplicate_request']);
    committed?.();
    expect(words((await handler.decide([asInput(one)])).outcomes)).toStrictEqual(['duplicate_request']);
    const restored = await open(createRegister([status, other]), journalOf(outcomes));
    expect(words((await restored.decide([asInput(one)])).outcomes)).toStrictEqual(['duplicate_request']);
  });

  it('for an export goes on, and changes nothing', async () => {
    const batch = [report(), request({ request: 'export' }), after()];
    const { outcomes } = await (await open()).decide(batch.map((one) => asInput(one)));
    expect(emissionsOf(outcomes[1]).map(({ topic }) => topic)).toStrictEqual(['observations', 'seen']);
    expect(words(outcomes)).toStrictEqual(['ok', 'ok', 'duplicate_content']);
  });

  it.each([
    ['not_json', anInput(Buffer.from('{'), { headers: { [REQUEST_HEADER]: 'erasure' } })],
    ['invalid_envelope', anInput(report(), { headers: { [REQUEST_HEADER]: 'erasure' } })],
    ['invalid_envelope', anInput(request())],
  ])('is told from telemetry by its header: %s', async (reason, record) => {
    expect(words((await (await open()).decide([record])).outcomes)).toStrictEqual([reason]);
  });
});
