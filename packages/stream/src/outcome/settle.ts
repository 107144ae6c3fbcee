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
    }
  | { readonly kind: 'retry'; readonly cause: string };

/** Below this number of records, that over half of them are dead letters is believable. */
export const BREAKER_MINIMUM = 20;

/** What no source can cause: the gateway writes JSON of the right shape, whatever it was sent. */
const UNREADABLE: readonly DeadReason[] = ['not_json', 'invalid_envelope'];

/**
 * Turns the outcomes of a batch into one plan. A batch is settled whole or not at all: one `retry` makes all of it wait, and
 * so does a fault of ours or of a store, by which most of a batch would become dead letters. What is wrong with one source
 * is set aside for that source alone. Throws where the handler did not return one outcome a record: a bug.
 */
export function settle(
  batch: readonly ConsumerRecord[],
  outcomes: readonly Outcome<MessageTopicId>[],
  isTripped: (record: ConsumerRecord) => boolean = () => false,
): Plan {
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
  if (deadLetters.length > 0 && isFault(batch, outcomes, isTripped))
    return { kind: 'retry', cause: 'too_many_dead_letters' };
  return { kind: 'settle', emissions, deadLetters, counts: { ok: okays, drops, dead } };
}

/**
 * Whether dead letters speak of a fault and not of poison: over half of a batch of twenty or more records cannot be
 * attributed to a source, or over half of every source's records would be given up. Records that have been dead letters before do not count: their dying again
 * is believable, and a replay must not hold up the partition. Neither do those of a source whose breaker has tripped.
 */
function isFault(
  batch: readonly ConsumerRecord[],
  outcomes: readonly Outcome<MessageTopicId>[],
  isTripped: (record: ConsumerRecord) => boolean,
): boolean {
  const judged = [...batch.entries()]
    .filter(([, record]) => !isRedelivery(record) && !isTripped(record))
    .map(([i, record]) => ({ source: sourceOf(record), outcome: outcomes[i] }));
  if (judged.length < BREAKER_MINIMUM) return false;
  const unattributable = judged.filter(
    ({ source, outcome }) => outcome?.kind === 'dead' && (source === '' || UNREADABLE.includes(outcome.reason)),
  );
  if (unattributable.length * 2 > judged.length) return true;
  const bySource = [...Map.groupBy(judged, ({ source }) => source).values()];
  return bySource.length > 1 && bySource.every(isMostlyDead);
}

function isMostlyDead(records: readonly { readonly outcome: Outcome<MessageTopicId> | undefined }[]): boolean {
  return records.filter(({ outcome }) => outcome?.kind === 'dead').length * 2 > records.length;
}

/** The source that the headers of a record name; empty if they name none. */
export function sourceOf({ headers }: ConsumerRecord): string {
  const { application, telemetry_type } = headers;
  return application === undefined || telemetry_type === undefined ? '' : `${application}/${telemetry_type}`;
}

/** Given up before, here or at an earlier stage, and delivered again. */
export function isRedelivery({ headers }: ConsumerRecord): boolean {
  return headers['dead.attempts'] !== undefined;
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
