import { setTimeout as sleep } from 'node:timers/promises';
import type { TopicId } from '@heliograph/schema';
import type { KafkaSettings } from '../client/kafka-client.ts';
import { retryWhileUnavailable } from '../client/retry-unavailable.ts';
import type { Runtime } from '../client/runtime.ts';
import { checkTopics, TopicError } from './topic-admin.ts';

/** Brokers learn of a new topic one after the other, and one that comes back learns of all of them again. */
const LOOKS = 5;
const BETWEEN_LOOKS_MS = 500;

/**
 * For services: waits visibly until the brokers can be asked for the topics. Rejects with a TopicError where topics are
 * missing, or have another number of partitions, at several looks in a row; and with what no waiting can change.
 */
export async function awaitTopics(
  settings: KafkaSettings,
  ids: readonly TopicId[],
  partitions: number,
  runtime: Pick<Runtime, 'log' | 'health'>,
): Promise<void> {
  await retryWhileUnavailable({ part: 'topics', runtime }, async () => {
    for (let look = 1; ; look += 1) {
      try {
        await checkTopics(settings, ids, partitions);
        return runtime.health.proven('topics');
      } catch (error) {
        if (!(error instanceof TopicError) || look === LOOKS) throw error;
        runtime.log.warn({ err: error, look, looks: LOOKS }, 'topics are not as they should be; looking again');
        await sleep(BETWEEN_LOOKS_MS);
      }
    }
  });
}
