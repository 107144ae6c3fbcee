import { setTimeout as sleep } from 'node:timers/promises';
import { assertWriter, type Party, type WritesOf } from '@heliograph/schema';
import { retryWhileUnavailable } from '../client/retry-unavailable.ts';
import type { Runtime } from '../client/runtime.ts';
import { classify, type ErrorTable } from '../errors/classify.ts';
import { KAFKA_ERRORS } from '../errors/kafka-errors.ts';
import { sizeOf } from './messages.ts';
import {
  type ConnectionOptions,
  ConnectionTimeout,
  createConnections,
  type ProducerConnection,
} from './producer-connection.ts';
import {
  type Batch,
  createPublishQueue,
  PublishError,
  type PublishFailure,
  type PublishRecord,
  sum,
} from './publish-queue.ts';

export interface Publisher {
  /** Resolves once every record is in the log at acks=all; rejects with a PublishError, after which any may be there. */
  publish(records: readonly PublishRecord[]): Promise<void>;
  /** Why `publish` would reject so many bytes now; undefined where it would take them. */
  refusal(bytes: number): PublishFailure | undefined;
  /** Bytes accepted whose requests have not ended. */
  readonly inFlightBytes: number;
  /** Sends what is waiting, then disconnects. Ends after `deliveryTimeoutMs` where the broker does not answer. */
  stop(): Promise<void>;
}

/** After `deliveryTimeoutMs` `publish` rejects with `timed_out`, though the records may still arrive. */
export interface PublisherOptions<P extends Party> extends Omit<ConnectionOptions, 'topic'> {
  /** Who publishes: a stage, or the command. */
  readonly stage: P;
  readonly topic: NoInfer<WritesOf<P>>;
  /** Above this many unanswered bytes `publish` rejects at once with `overloaded`. */
  readonly maxInFlightBytes: number;
  readonly runtime: Runtime;
}

const CONNECTION_ERRORS: ErrorTable = [
  ...KAFKA_ERRORS,
  {
    kind: 'retryable',
    cause: 'kafka_connection',
    because: 'the broker takes its time; the next attempt waits for longer',
    matches: (error) => error instanceof ConnectionTimeout,
  },
];

const SWEEP_EVERY_MS = 250;
const REOPEN_EVERY_MS = 500;

/**
 * Batches without a timer: sends at once when nothing is in flight, and collects while a request is in flight. A connection that
 * fails, or that is silent for the delivery timeout, is given up; until another is open, `publish` rejects at once with
 * `unavailable`. Waits for the first connection while the broker is away; rejects with what no waiting can change.
 */
export async function createPublisher<P extends Party>(options: PublisherOptions<P>): Promise<Publisher> {
  assertWriter(options.stage, options.topic);
  const { deliveryTimeoutMs } = options;
  const { log, health } = options.runtime;
  const queue = createPublishQueue(deliveryTimeoutMs);
  const drained = Promise.withResolvers<void>();
  const openConnection = createConnections(options, log);
  let connection: ProducerConnection | undefined = await retryWhileUnavailable(
    { part: 'kafka', runtime: options.runtime, errors: CONNECTION_ERRORS },
    openConnection,
  );
  /** When the request under way was sent. */
  let sentAt: number | undefined;
  let isStopping = false;

  health.proven('kafka');
  const sweeper = setInterval(sweep, SWEEP_EVERY_MS);

  function pump(): void {
    if (sentAt !== undefined) return;
    const batch = connection === undefined ? undefined : queue.take();
    if (connection !== undefined && batch !== undefined) {
      sentAt = performance.now();
      void send(connection, batch);
    } else if (isStopping) drained.resolve();
  }

  /** Never rejects: a failure is that of each record. */
  async function send(over: ProducerConnection, batch: Batch): Promise<void> {
    try {
      await over.send([...batch.values()].flat());
      queue.landed(batch);
    } catch (cause) {
      queue.failed(batch, cause);
      if (connection === over) giveUp(over, cause);
    }
    if (connection !== over) return;
    sentAt = undefined;
    pump();
  }

  function sweep(): void {
    const now = performance.now();
    queue.expire(now);
    if (connection !== undefined && sentAt !== undefined && now - sentAt >= deliveryTimeoutMs)
      giveUp(connection, new PublishError('timed_out'));
  }

  function giveUp(lost: ProducerConnection, cause: unknown): void {
    log.warn({ err: cause }, 'records cannot be delivered');
    health.waiting('kafka', 'records cannot be delivered');
    connection = undefined;
    sentAt = undefined;
    lost.destroy();
    queue.refuseWaiting(cause);
    pump();
    void reopen();
  }

  /** Never rejects. */
  async function reopen(): Promise<void> {
    while (connection === undefined && !isStopping) {
      await sleep(REOPEN_EVERY_MS);
      const opened = await openConnection().catch((error: unknown) => {
        const verdict = classify(error, CONNECTION_ERRORS);
        log.debug({ err: error }, 'the broker cannot be reached');
        health.waiting('kafka', 'cause' in verdict ? verdict.cause : 'records cannot be delivered');
      });
      if (opened === undefined) continue;
      if (isStopping) return opened.destroy();
      connection = opened;
      health.proven('kafka');
    }
  }

  function refusal(bytes: number): PublishFailure | undefined {
    if (isStopping) return 'stopped';
    if (connection === undefined) return 'unavailable';
    return queue.bytes + bytes > options.maxInFlightBytes ? 'overloaded' : undefined;
  }

  return {
    get inFlightBytes() {
      return queue.bytes;
    },
    refusal,
    publish(records) {
      const sizes = records.map(sizeOf);
      const code = refusal(sum(sizes));
      if (code !== undefined) return Promise.reject(new PublishError(code));
      if (records.length === 0) return Promise.resolve();
      const landed = queue.add(records, sizes, performance.now());
      pump();
      return landed;
    },
    async stop() {
      isStopping = true;
      pump();
      await drained.promise;
      clearInterval(sweeper);
      await connection?.close();
    },
  };
}
