import { setTimeout as sleep } from 'node:timers/promises';
import { classify } from './classify.ts';
import type { Consumer, ConsumerRunConfig } from './kafka-client.ts';
import { KAFKA_ERRORS } from './kafka-errors.ts';

export interface Watch {
  /** Called for every crash. */
  crashed(error: Error): void;
  /** Called where the client cannot go on and nothing says that it ever could. */
  fail(error: Error): void;
}

export interface TirelessConsumer {
  /** Leaves the group and closes the connections. */
  stop(): Promise<void>;
}

const RESTART_AFTER_MS = 1000;

/**
 * Runs a connected and subscribed consumer. The client restarts it by itself after most crashes, but takes for final that no
 * coordinator was found, which is what a broker says that has just come up: that is tried again here.
 */
export async function runTirelessly(
  consumer: Consumer,
  config: ConsumerRunConfig,
  watch: Watch,
): Promise<TirelessConsumer> {
  const stopping = new AbortController();
  consumer.on('consumer.crash', ({ payload: { error, restart } }) => {
    watch.crashed(error);
    if (restart || stopping.signal.aborted) return;
    if (classify(error, KAFKA_ERRORS).kind === 'retryable') void again();
    else watch.fail(error);
  });

  /** Never rejects: its failure is `watch.fail`'s. */
  async function again(): Promise<void> {
    await sleep(RESTART_AFTER_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    // What keeps it from running is reported as a crash.
    if (!stopping.signal.aborted) await consumer.run(config).catch(watch.fail);
  }

  await consumer.run(config);
  return {
    stop() {
      stopping.abort();
      return consumer.disconnect();
    },
  };
}
