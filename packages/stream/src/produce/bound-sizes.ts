import type { MessageTopicId } from '@heliograph/schema';
import type { ConsumerRecord } from '../client/consumer-record.ts';
import { encode } from '../outcome/codec.ts';
import { dead, type Outcome } from '../outcome/outcome.ts';
import { MAX_BATCH_BYTES, sizeOf } from './messages.ts';

/** What a stage emits; what is left to a batch is for the headers of a dead letter and for later stages. */
const MAX_EMISSION_BYTES = 920_000;
/** What a stage may add to a record that fitted before it: a later one must not refuse what an earlier one has counted. */
const ADDED_BYTES = 4096;

/**
 * No definition makes more of a record than 129 times its bytes: an empty text in a list (`"",`) may become a word of 64
 * control characters, each six bytes of JSON. So what comes of a smaller record fits, and is not measured.
 */
const SMALL_BYTES = 7000;

/**
 * The outcomes, with what they emit measured. A record of which something has grown too large for the log is a
 * dead letter instead, whole: no broker takes it, and its partition would stand.
 */
export function boundSizes<T extends MessageTopicId>(
  batch: readonly ConsumerRecord[],
  outcomes: readonly Outcome<T>[],
): Outcome<T>[] {
  return outcomes.map((outcome, i) => {
    const origin = batch[i];
    if (outcome.kind !== 'ok' || origin?.value == null || origin.value.length <= SMALL_BYTES) return outcome;
    const limit = Math.min(Math.max(MAX_EMISSION_BYTES, sizeOf(origin) + ADDED_BYTES), MAX_BATCH_BYTES);
    for (const { topic, key, value } of outcome.emissions) {
      const bytes = sizeOf({ key, value: encode(value), headers: origin.headers });
      if (bytes > limit) return dead('record_too_large', `${topic}: ${bytes} bytes, at most ${limit}`);
    }
    return outcome;
  });
}
