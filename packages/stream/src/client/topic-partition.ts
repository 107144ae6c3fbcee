import type { InputTopicId } from '@heliograph/schema';

/** A partition of one of the topics that a stage reads. */
export interface TopicPartition {
  readonly topic: InputTopicId;
  readonly partition: number;
}

/** Its name in logs and in the readiness of a service, such as `observations/3`. */
export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/**
 * The places of an assignment (partitions by the full name of their topic), by name. Topics that the stage does not read
 * are left out: a member that is newer than this one may have brought them into the group.
 */
export function placesOf(
  assignment: Readonly<Record<string, readonly number[]>>,
  inputs: ReadonlyMap<string, InputTopicId>,
): Map<string, TopicPartition> {
  const places = [...inputs].flatMap(([name, topic]) =>
    (assignment[name] ?? []).map((partition): TopicPartition => ({ topic, partition })),
  );
  return new Map(places.map((place) => [nameOf(place), place]));
}
