import { setTimeout as sleep } from 'node:timers/promises';
import { classify, withReason } from '../errors/classify.ts';
import { KAFKA_ERRORS } from '../errors/kafka-errors.ts';
import type { Consumer, ConsumerRunConfig } from './kafka-client.ts';

export interface Watch {
  /** Called for every crash, with the cause by which it is waited for; it may not throw. */
  crashed(error: Error, cause: string): void;
  /** Called where the client cannot go on and nothing says that it ever could. */
  fail(error: Error): void;
}

export interface SupervisedConsumer {
  /** Leaves the group and closes the connections. */
  stop(): Promise<void>;
}

const RESTART_AFTER_MS = 1000;

/** Connects and subscribes to a topic from its beginning. Rejects with the client's errors, and leaves no connection then. */
export async function subscribe(consumer: Consumer, topics: readonly string[]): Promise<void> {
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  } catch (error) {
    await consumer.disconnect().catch(() => undefined);
    throw error;
  }
}

/**
 * Runs a connected and subscribed consumer. The client restarts it by itself after most crashes, but takes for final that no
 * coordinator was found, which is what a broker says that has just come up: that is tried again here.
 */
export async function supervise(
  consumer: Consumer,
  config: ConsumerRunConfig,
  watch: Watch,
): Promise<SupervisedConsumer> {
  const stopping = new AbortController();
  consumer.on('consumer.crash', ({ payload: { error, restart } }) => {
    const verdict = classify(error, KAFKA_ERRORS);
    // The client has decided that it goes on; a listener that throws would keep it from that.
    watch.crashed(error, 'cause' in verdict ? verdict.cause : error.name);
    // It would start again although it has been stopped meanwhile.
    if (stopping.signal.aborted) return void setImmediate(() => void consumer.disconnect().catch(() => undefined));
    if (restart) return;
    if (verdict.kind === 'retryable') void again();
    else watch.fail(withReason(error, verdict));
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
