import { z } from 'zod';

/** The topics by what they hold. Code names a topic by its id; the name on the broker is derived. */
export const TOPIC_IDS = [
  'raw',
  'sanitized',
  'observations',
  'observations.replay',
  'systems',
  'seen',
  'summaries',
  'raw.dead',
  'sanitized.dead',
  'observations.dead',
  'replays',
  'erasures',
  'keys',
] as const;
export type TopicId = (typeof TOPIC_IDS)[number];

/** The topics that a stage consumes, each with a topic for what it cannot process. */
export type InputTopicId = 'raw' | 'sanitized' | 'observations' | 'observations.replay';

export const DEAD_TOPIC_IDS = ['raw.dead', 'sanitized.dead', 'observations.dead'] as const;
export type DeadTopicId = (typeof DEAD_TOPIC_IDS)[number];

export const TopicName = z.string().brand<'TopicName'>();
export type TopicName = z.infer<typeof TopicName>;

const MAJOR_VERSION = 1;

/** The name on the broker, such as `telemetry.raw.v1`. A breaking change of a shape makes a new topic version. */
export function topicName(prefix: string, id: TopicId): TopicName {
  return TopicName.parse(`${prefix}.${id}.v${MAJOR_VERSION}`);
}

/** Where the dead letters of an input topic go. */
export function deadTopic(input: InputTopicId): DeadTopicId {
  return input === 'observations.replay' ? 'observations.dead' : `${input}.dead`;
}

/**
 * Where dead letters are delivered again: to the topic that they came from where one stage reads it. `observations` has
 * several readers, who shall see each observation once, so its dead letters take a way of their own.
 */
export function replayTopic(dead: DeadTopicId): InputTopicId {
  switch (dead) {
    case 'raw.dead':
      return 'raw';
    case 'sanitized.dead':
      return 'sanitized';
    case 'observations.dead':
      return 'observations.replay';
    default:
      return dead satisfies never;
  }
}

/** All that a stage with this input reads: the input, and where its dead letters are delivered again. */
export function inputsOf(input: InputTopicId): InputTopicId[] {
  return [...new Set([input, replayTopic(deadTopic(input))])];
}

/** The consumer group of a service, such as `telemetry.dedup`. */
export function groupId(prefix: string, service: string): string {
  return `${prefix}.${service}`;
}
