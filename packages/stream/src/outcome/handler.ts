import type { MessageTopicId } from '@heliograph/schema';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { OffsetRange } from '../client/topic-partition.ts';
import type { Outcome } from './outcome.ts';

/** One outcome for each record of the batch, in its order; `committed` runs once they are durable. */
export interface Decision<T extends MessageTopicId = MessageTopicId> {
  readonly outcomes: readonly Outcome<T>[];
  readonly committed?: () => void;
}

/** What a processor does with the batches of one partition; it emits to topics of `T`. */
export interface PartitionHandler<T extends MessageTopicId = MessageTopicId> {
  decide(batch: readonly ConsumerRecord[]): Decision<T> | Promise<Decision<T>>;
  /** Called once the partition is no longer ours. */
  close?(): void;
}

/** What a sink has written but not yet made durable. */
export interface PendingWrite {
  readonly outcomes: readonly Outcome[];
  /** Makes the write durable, together with the position where the store keeps it. */
  readonly commit?: () => Promise<void>;
  /** Undoes the write; called instead of `commit`. */
  readonly rollback?: () => Promise<void>;
}

/** The right of this process to a partition, which ends when another member may own it. */
export interface Lease {
  /**
   * Throws LeaseLost, which is tried again, where the right may have ended. To be called right before anything is sent that
   * an owner after us must not find done: a process may stand still for any time between two of its steps.
   */
  check(): void;
}

/** What a sink does with the batches of one topic. */
export interface Store {
  /**
   * Writes a batch without making it durable. May throw; the sink's `errors` say what that means. A store that keeps the
   * position with its rows notices by that who has lost a partition, and needs no lease; any other checks it.
   */
  write(batch: readonly ConsumerRecord[], range: OffsetRange, lease?: Lease): Promise<PendingWrite>;
  /**
   * The position that the store keeps with its rows: the truth; 0 for a store that has nothing yet, so that it is filled
   * from what is still in the topic. Undefined where the store keeps none, and the group's offset decides.
   */
  position?(partition: number): Promise<bigint | undefined>;
}
