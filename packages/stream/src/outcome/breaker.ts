import type { DeadReason, MessageTopicId } from '@heliograph/schema';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import type { Outcome } from './outcome.ts';
import { BREAKER_MINIMUM, isRedelivery, sourceOf } from './settle.ts';

/** A bound on memory: writers of a topic choose the names in its headers, and definitions are some dozens. */
const MAX_SOURCES = 500;

/** What has changed about the breaker of one source, and the counts that changed it. */
interface BreakerChange {
  readonly application: string;
  readonly telemetry_type: string;
  readonly isTripped: boolean;
  readonly dead: number;
  readonly records: number;
  /** The reason of the latest dead letter; empty if there was none. */
  readonly reason: DeadReason | '';
}

/** A breaker for each source: tripped while more than half of its records become dead letters. */
interface Breakers {
  isTripped(record: ConsumerRecord): boolean;
  /** Counts a settled batch. Returns the breakers that have tripped or closed by it. */
  count(batch: readonly ConsumerRecord[], outcomes: readonly Outcome<MessageTopicId>[]): BreakerChange[];
}

interface Breaker {
  isTripped: boolean;
  dead: number;
  records: number;
  reason: DeadReason | '';
}

/** Judges a source after every twenty of its records or more. All breakers are closed at first. */
export function createBreakers(): Breakers {
  const breakers = new Map<string, Breaker>();

  function breakerOf(source: string): Breaker | undefined {
    const known = breakers.get(source);
    if (known !== undefined || breakers.size === MAX_SOURCES) return known;
    const fresh: Breaker = { isTripped: false, dead: 0, records: 0, reason: '' };
    breakers.set(source, fresh);
    return fresh;
  }

  return {
    isTripped: (record) => breakers.get(sourceOf(record))?.isTripped === true,
    count(batch, outcomes) {
      const counted = new Map<Breaker, ConsumerRecord>();
      for (const [i, record] of batch.entries()) {
        const outcome = outcomes[i];
        const source = sourceOf(record);
        // That a record dies again says nothing new; that it is taken now, says that its source has been repaired.
        if (outcome === undefined || source === '' || (isRedelivery(record) && outcome.kind !== 'ok')) continue;
        const breaker = breakerOf(source);
        if (breaker === undefined) continue;
        breaker.records += 1;
        if (outcome.kind === 'dead') {
          breaker.dead += 1;
          breaker.reason = outcome.reason;
        }
        counted.set(breaker, record);
      }
      return [...counted].flatMap(([breaker, { headers }]) => judge(breaker, headers));
    },
  };
}

function judge(
  breaker: Breaker,
  { application = '', telemetry_type = '' }: ConsumerRecord['headers'],
): BreakerChange[] {
  const { records, dead, reason } = breaker;
  if (records < BREAKER_MINIMUM) return [];
  const isTripped = dead * 2 > records;
  const hasChanged = isTripped !== breaker.isTripped;
  Object.assign(breaker, { isTripped, dead: 0, records: 0, reason: '' });
  return hasChanged ? [{ application, telemetry_type, isTripped, dead, records, reason }] : [];
}
