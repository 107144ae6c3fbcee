import type { TopicId } from '@heliograph/schema';

/** A partition of a topic. */
export interface TopicPartition<T extends TopicId = TopicId> {
  readonly topic: T;
  readonly partition: number;
}

/**
 * Offsets of one partition: `from` is the first of them, `next` the one after the last. `own` is the position of a store that
 * keeps one, as its owner last read or wrote it; it is at most `from`.
 */
export interface OffsetRange {
  readonly partition: number;
  readonly from: bigint;
  readonly next: bigint;
  readonly own?: bigint;
}

/** Its name in logs and in the readiness of a service, such as `observations/3`. */
export function partitionName({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/**
 * The partitions of an assignment (numbers by the full name of their topic), by name. Topics that the stage does not read
 * are left out: a member that is newer than this one may have brought them into the group.
 */
export function assignedPartitions<T extends TopicId>(
  assignment: Readonly<Record<string, readonly number[]>>,
  inputs: ReadonlyMap<string, T>,
): Map<string, TopicPartition<T>> {
  const assigned = [...inputs].flatMap(([name, topic]) =>
    (assignment[name] ?? []).map((partition): TopicPartition<T> => ({ topic, partition })),
  );
  return new Map(assigned.map((one) => [partitionName(one), one]));
}
