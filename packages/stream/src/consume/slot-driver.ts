import type { InputTopicId } from '@heliograph/schema';
import type { Position } from '../admin/positions.ts';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { PartitionControl } from '../client/partition-control.ts';
import type { Runtime } from '../client/runtime.ts';
import { partitionName, type TopicPartition } from '../client/topic-partition.ts';
import type { Lease } from '../outcome/handler.ts';
import type { Lag } from './lag.ts';
import type { StageMetrics } from './metrics.ts';
import { assign, type SlotEffect, type SlotEvent, type SlotState, type Transition, transition } from './slot.ts';

/** One partition while this process owns it. */
export interface PartitionWork {
  /** Where to go on, and where the log ended when it was acquired. */
  readonly position: Position;
  /**
   * Settles the batch whole, or nothing of it: then it says why it is to be tried again, or rejects. `next` is the offset
   * after it, and after the markers of transactions behind it.
   */
  process(batch: readonly ConsumerRecord[], lease: Lease, next: bigint): Promise<Processed>;
  /** Moves the group's offset to `next`: before that is nothing that is ever delivered. */
  pass(next: bigint, lease: Lease): Promise<void>;
  release(): Promise<void>;
}

export type Processed = { readonly kind: 'settled' } | { readonly kind: 'retry'; readonly cause: string };

/** A partition of this process: its state, and what the effects of its transitions have left in the world. */
export interface Slot {
  readonly partition: TopicPartition<InputTopicId>;
  state: SlotState<PartitionWork>;
  timer: NodeJS.Timeout | undefined;
  /** Whether the broker had nothing at the position any more; until the partition is acquired anew. */
  wasReset: boolean;
  /** The last release of its work; never rejects. */
  released: Promise<void>;
  /** The last pass of its work; never rejects. */
  passed: Promise<void>;
  /** A batch of it is being processed. */
  isWorking: boolean;
}

export interface SlotDriver {
  /** The slot of a new partition, which is being acquired. */
  begin(partition: TopicPartition<InputTopicId>): Slot;
  /** `err` is what the event is due to, for the log. */
  dispatch(slot: Slot, event: SlotEvent<PartitionWork>, err?: unknown): void;
}

export interface SlotDriverOptions extends Pick<Runtime, 'log' | 'health' | 'fail'> {
  readonly control: PartitionControl;
  readonly metrics: StageMetrics;
  readonly lag: Lag;
  /** Dispatches `acquired` or `failed`; never rejects. */
  acquire(slot: Slot): Promise<void>;
}

/** Performs what the transitions of slots ask for. */
export function createSlotDriver(options: SlotDriverOptions): SlotDriver {
  const { control, metrics, lag, log, health, fail } = options;

  function apply(slot: Slot, { state, effects }: Transition<PartitionWork>, err?: unknown): void {
    slot.state = state;
    for (const effect of effects) perform(slot, effect, err);
  }

  function dispatch(slot: Slot, event: SlotEvent<PartitionWork>, err?: unknown): void {
    apply(slot, transition(slot.state, event), err);
  }

  function perform(slot: Slot, effect: SlotEffect<PartitionWork>, err: unknown): void {
    const { partition } = slot;
    const part = `partition ${partitionName(partition)}`;
    switch (effect.kind) {
      case 'acquire':
        void options.acquire(slot);
        break;
      case 'pause':
        control.pause(partition);
        break;
      case 'resume':
        control.resume(partition);
        break;
      case 'seek':
        control.seek(partition, effect.offset);
        break;
      case 'ready':
        metrics.paused(partition, false);
        health.proven(part);
        break;
      case 'not-ready':
        health.waiting(part, effect.cause);
        break;
      case 'wait': {
        const { cause, attempt, waitMs } = effect;
        log.warn({ ...partition, cause, attempt, waitMs, err }, 'waiting to try again');
        metrics.retried(cause);
        metrics.paused(partition, true);
        slot.timer = setTimeout(() => dispatch(slot, { kind: 'elapsed' }), waitMs);
        break;
      }
      case 'cancel-wait':
        clearTimeout(slot.timer);
        break;
      case 'release':
        slot.released = effect.work.release().catch(fail);
        break;
      case 'forget':
        lag.forget(partition);
        metrics.forget(partition);
        break;
      default:
        effect satisfies never;
    }
  }

  return {
    dispatch,
    begin(partition) {
      const first = assign<PartitionWork>();
      const done = Promise.resolve();
      const isNew = { timer: undefined, wasReset: false, isWorking: false, released: done, passed: done };
      const slot: Slot = { partition, state: first.state, ...isNew };
      apply(slot, first);
      return slot;
    },
  };
}
