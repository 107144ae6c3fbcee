import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import {
  assertReader,
  assertWriter,
  DEAD_TOPIC_IDS,
  type DeadTopicId,
  deadTopic,
  type Emission,
  type EmissionOf,
  groupId,
  type InputTopicId,
  inputsOf,
  messageName,
  type Observation,
  PARTIES,
  type ReadsOf,
  replayTopic,
  SERVICES,
  type SystemRequest,
  TOPIC_IDS,
  TOPOLOGY,
  type TopicId,
  type TopicRequest,
  topicName,
  topicSpec,
  topicsOf,
  type WritesOf,
} from '../src/index.ts';

const specs = TOPIC_IDS.map((id) => ({ id, ...topicSpec(id) }));
const inputs: readonly InputTopicId[] = ['raw', 'sanitized', 'observations', 'observations.replay'];
const DAY_MS = 86_400_000;

describe('topology', () => {
  it('has every topic and no other', () => {
    expect(Object.keys(TOPOLOGY).toSorted()).toEqual(TOPIC_IDS.toSorted());
  });

  it('has a writer for every topic with readers', () => {
    expect(specs.filter(({ readers, writers }) => readers.length > 0 && writers.length === 0)).toEqual([]);
  });

  it('names nobody twice in one place', () => {
    for (const { id, readers, writers } of specs) {
      expect(new Set(readers).size, id).toBe(readers.length);
      expect(new Set(writers).size, id).toBe(writers.length);
    }
  });

  it('gives every service but the portal, which reads its store, a topic', () => {
    expect(SERVICES.filter((service) => topicsOf(service).length === 0)).toEqual(['portal']);
  });

  it.each(inputs)('lets those who read %s write its dead letters', (input) => {
    const services = TOPOLOGY[input].readers;
    expect(services.length).toBeGreaterThan(0);
    expect(TOPOLOGY[deadTopic(input)].writers).toEqual(services);
  });

  it.each(DEAD_TOPIC_IDS)('delivers %s again to those who gave up', (dead) => {
    expect(TOPOLOGY[replayTopic(dead)].readers).toEqual(TOPOLOGY[dead].writers);
    expect(TOPOLOGY[dead].readers).toEqual(['cli']);
    expect(TOPOLOGY[replayTopic(dead)].writers).toContain('cli');
  });

  it('keeps the memory of what was delivered again longer than any dead letter', () => {
    const { retention } = TOPOLOGY.replays;
    for (const id of DEAD_TOPIC_IDS) {
      const kept = TOPOLOGY[id].retention;
      if (typeof kept !== 'object' || !('ms' in kept) || typeof retention !== 'object' || !('ms' in retention))
        throw new Error(`${id} is not kept for a fixed time`);
      expect(retention.ms).toBeGreaterThan(kept.ms);
    }
  });

  it('keeps personal data for three days at most', () => {
    for (const id of ['raw', 'raw.dead'] satisfies TopicId[]) {
      const { retention, cleanup } = TOPOLOGY[id];
      expect(cleanup).toBe('delete');
      expect(typeof retention === 'object' && 'ms' in retention && retention.ms <= 3 * DAY_MS).toBe(true);
    }
  });

  it('gives every topic but those of dead letters a published shape', () => {
    for (const { id, value, request, redelivery } of specs) {
      expect(value === undefined, id).toBe(redelivery !== undefined);
      for (const schema of [value, request]) if (schema !== undefined) expect(messageName(schema), id).toBeDefined();
    }
    expect(messageName(z.string())).toBeUndefined();
  });

  it('says at run time what the compiler cannot see', () => {
    expect(() => assertWriter('dedup', 'seen')).not.toThrow();
    expect(() => assertWriter('dedup', 'summaries')).toThrow('dedup does not own summaries');
    expect(() => assertReader('dedup', 'sanitized')).not.toThrow();
    expect(() => assertReader('dedup', 'raw')).toThrow('dedup does not read raw');
  });

  it('is the type of what a stage reads and writes', () => {
    expectTypeOf<WritesOf<'dedup'>>().toEqualTypeOf<
      'observations' | 'systems' | 'seen' | 'erasures' | 'sanitized.dead'
    >();
    expectTypeOf<ReadsOf<'dedup'>>().toEqualTypeOf<'sanitized' | 'seen'>();
    expectTypeOf<WritesOf<'portal'>>().toBeNever();
    expectTypeOf<EmissionOf<'sanitizer'>['value']>().toEqualTypeOf<Observation | SystemRequest>();
    expectTypeOf<EmissionOf<'gateway'>['topic']>().toEqualTypeOf<'raw'>();
    expectTypeOf<Emission<'systems'>['value']>().toEqualTypeOf<Observation | null>();
    expectTypeOf<InputTopicId>().toEqualTypeOf<'raw' | 'sanitized' | 'observations' | 'observations.replay'>();
    expectTypeOf<DeadTopicId>().toEqualTypeOf<'raw.dead' | 'sanitized.dead' | 'observations.dead'>();
    expectTypeOf<TopicRequest<'seen'>>().toBeNever();
  });

  it('keeps for ever nothing but what is compacted', () => {
    expect(specs.filter(({ retention, cleanup }) => retention === 'forever' && cleanup !== 'compact')).toEqual([]);
  });

  it.each(PARTIES)('asks for the topics of %s: those that it reads or writes', (party) => {
    const wanted = specs.filter(({ readers, writers }) => readers.includes(party) || writers.includes(party));
    expect(topicsOf(party).toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
  });
});

describe('names', () => {
  it('of topics carry prefix and version', () => {
    expect(topicName('telemetry', 'raw.dead')).toBe('telemetry.raw.dead.v1');
  });

  it('of topics differ, and are such as Kafka takes', () => {
    const names = TOPIC_IDS.map((id) => topicName('a.b-c_d', id));
    expect(new Set(names).size).toBe(TOPIC_IDS.length);
    for (const name of names) expect(name).toMatch(/^[a-zA-Z0-9._-]{1,249}$/);
  });

  it('of groups carry prefix and service', () => {
    expect(groupId('telemetry', 'dedup')).toBe('telemetry.dedup');
  });
});

it.each([
  ['raw', ['raw']],
  ['sanitized', ['sanitized']],
  ['observations', ['observations', 'observations.replay']],
] as const)('a stage with the input %s reads %j', (input, all) => {
  expect(inputsOf(input)).toEqual(all);
});
