import { z } from 'zod';

/** The topics by what they hold. Code names a topic by its id; the name on the broker is derived. */
export const TOPIC_IDS = [
  'raw',
  'sanitized',
  'observations',
  'systems',
  'seen',
  'summaries',
  'raw.dead',
  'sanitized.dead',
  'observations.dead',
] as const;
export type TopicId = (typeof TOPIC_IDS)[number];

/** The topics that a stage consumes, each with a topic for what it cannot process. */
export type InputTopicId = 'raw' | 'sanitized' | 'observations';
export type DeadTopicId = `${InputTopicId}.dead`;

export const TopicName = z.string().brand<'TopicName'>();
export type TopicName = z.infer<typeof TopicName>;

const MAJOR_VERSION = 1;

/** The name on the broker, such as `telemetry.raw.v1`. A breaking change of a shape makes a new topic version. */
export function topicName(prefix: string, id: TopicId): TopicName {
  return TopicName.parse(`${prefix}.${id}.v${MAJOR_VERSION}`);
}

/** Where the dead letters of an input topic go. */
export function deadTopic(input: InputTopicId): DeadTopicId {
  return `${input}.dead`;
}

/** The consumer group of a service, such as `telemetry.dedup`. */
export function groupId(prefix: string, service: string): string {
  return `${prefix}.${service}`;
}
