import type { DeadReason, Emission, MessageTopicId } from '@heliograph/schema';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { Outcome } from './outcome.ts';

/** An emission and the record it came from, whose partition and headers it takes over. */
export interface PendingEmission {
  readonly emission: Emission;
  readonly origin: ConsumerRecord;
}

export interface PendingDeadLetter {
  readonly origin: ConsumerRecord;
  readonly reason: DeadReason;
  readonly detail: string;
}

/** How many records of a batch ended how: in = ok + drops + dead. */
export interface Counts {
  readonly ok: number;
  readonly drops: ReadonlyMap<string, number>;
  readonly dead: ReadonlyMap<string, number>;
}

export type Plan =
  | {
      readonly kind: 'settle';
      readonly emissions: readonly PendingEmission[];
      readonly deadLetters: readonly PendingDeadLetter[];
      readonly counts: Counts;
      /** The offset after the last record of the batch. */
      readonly next: bigint;
    }
  | { readonly kind: 'retry'; readonly cause: string };

/** Below this size a batch of nothing but dead letters is believable. */
const BREAKER_MINIMUM = 20;

/**
 * Turns the outcomes of a batch into one plan. A batch is settled whole or not at all: one `retry` makes all of it wait,
 * and so does a batch of twenty or more of which over half would be dead letters, because that is a fault of ours or of a
 * store and not poison (DESIGN, section 7). Records that have been dead letters before do not count for that: their dying
 * again is believable, and a replay must not hold up the partition. Throws where the handler did not return one outcome a
 * record: a bug.
 */
export function settle(batch: readonly ConsumerRecord[], outcomes: readonly Outcome<MessageTopicId>[]): Plan {
  if (outcomes.length !== batch.length)
    throw new Error(`handler returned ${outcomes.length} outcomes for ${batch.length} records`);
  const emissions: PendingEmission[] = [];
  const deadLetters: PendingDeadLetter[] = [];
  const drops = new Map<string, number>();
  const dead = new Map<string, number>();
  let okays = 0;
  for (const [i, origin] of batch.entries()) {
    const outcome = outcomes[i] as Outcome<MessageTopicId>;
    switch (outcome.kind) {
      case 'ok':
        okays += 1;
        for (const emission of outcome.emissions) emissions.push({ emission, origin });
        break;
      case 'drop':
        increment(drops, outcome.reason);
        break;
      case 'dead':
        increment(dead, outcome.reason);
        deadLetters.push({ origin, reason: outcome.reason, detail: outcome.detail });
        break;
      case 'retry':
        return outcome;
      default:
        outcome satisfies never;
    }
  }
  const first = batch.filter((record) => !isRedelivery(record)).length;
  const firstDead = deadLetters.filter(({ origin }) => !isRedelivery(origin)).length;
  if (first >= BREAKER_MINIMUM && firstDead * 2 > first) return { kind: 'retry', cause: 'too_many_dead_letters' };
  const next = (batch.at(-1)?.offset ?? -1n) + 1n;
  return { kind: 'settle', emissions, deadLetters, counts: { ok: okays, drops, dead }, next };
}

/** Given up before, here or at an earlier stage, and delivered again. */
export function isRedelivery({ headers }: ConsumerRecord): boolean {
  return headers['dead.attempts'] !== undefined;
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
