import { z } from 'zod';
import type { DeadTopicId, InputTopicId } from './topic-types.ts';
import { TOPOLOGY, type TopicId } from './topology.ts';

export const DEAD_TOPIC_IDS = ['raw.dead', 'sanitized.dead', 'observations.dead'] as const satisfies DeadTopicId[];

export const TopicName = z.string().brand<'TopicName'>();
export type TopicName = z.infer<typeof TopicName>;

const MAJOR_VERSION = 1;

/** The name on the broker, such as `telemetry.raw.v1`. A breaking change of a shape makes a new topic version. */
export function topicName(prefix: string, id: TopicId): TopicName {
  return TopicName.parse(`${prefix}.${id}.v${MAJOR_VERSION}`);
}

/** Where the dead letters of an input topic go. */
export function deadTopic(input: InputTopicId): DeadTopicId {
  return TOPOLOGY[input].deadLetters;
}

/** Where dead letters are delivered again. */
export function replayTopic(dead: DeadTopicId): InputTopicId {
  return TOPOLOGY[dead].redelivery;
}

/** All that a stage with this input reads: the input, and where its dead letters are delivered again. */
export function inputsOf(input: InputTopicId): InputTopicId[] {
  return [...new Set([input, replayTopic(deadTopic(input))])];
}

/** The consumer group of a service, such as `telemetry.dedup`. */
export function groupId(prefix: string, service: string): string {
  return `${prefix}.${service}`;
}
