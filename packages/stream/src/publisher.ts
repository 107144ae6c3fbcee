import type { TopicId } from '@heliograph/schema';
import type { Runtime } from './handler.ts';
import { createKafka, type KafkaSettings } from './kafka-client.ts';
import { MAX_BATCH_BYTES, sizeOf } from './messages.ts';

/** A record without a partition: its key decides (murmur2, as Java clients do). */
export interface PublishRecord {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Record<string, string>;
}

export interface Publisher {
  /** Resolves once every record is in the log at acks=all; rejects with a PublishError, after which any may be there. */
  publish(records: readonly PublishRecord[]): Promise<void>;
  /** Bytes accepted and not yet answered. */
  readonly inFlightBytes: number;
  /** Sends what is waiting, then disconnects. */
  stop(): Promise<void>;
}

export const PUBLISH_FAILURES = ['overloaded', 'unavailable', 'timed_out', 'stopped'] as const;
export type PublishFailure = (typeof PUBLISH_FAILURES)[number];

/** Thrown by `publish`. Sending the same records again is safe: they carry the ids by which dedup knows them. */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  readonly code: PublishFailure;

  constructor(code: PublishFailure, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

export interface PublisherOptions {
  readonly kafka: KafkaSettings;
  readonly topic: TopicId;
  /** Above this many unanswered bytes `publish` rejects at once with `overloaded`. */
  readonly maxInFlightBytes: number;
  /** After this long `publish` rejects with `timed_out`, though the records may still arrive. */
  readonly deliveryTimeoutMs: number;
  readonly runtime: Runtime;
}

/** The records of one `publish`, of which some may be in one request and some in the next. */
interface Delivery {
  readonly records: readonly PublishRecord[];
  readonly sizes: readonly number[];
  readonly bytes: number;
  readonly deadline: number;
  taken: number;
  sent: number;
  resolve(): void;
  reject(error: PublishError): void;
}

const SWEEP_EVERY_MS = 250;
const PROBE_EVERY_MS = 1000;

/**
 * Batches without a timer: sends at once when nothing is in flight, and collects while a request is in flight. Resolves
 * once the broker has answered; rejects where it cannot be reached.
 */
export async function createPublisher(options: PublisherOptions): Promise<Publisher> {
  const { log, health } = options.runtime;
  const kafka = createKafka(options.kafka, log);
  const topic = kafka.topic(options.topic);
  const producer = kafka.producer(options.deliveryTimeoutMs);
  const admin = kafka.admin();
  const waiting: Delivery[] = [];
  const unanswered = new Set<Delivery>();
  let inFlightBytes = 0;
  let sending: Promise<void> | undefined;
  let stopping = false;
  let healthy = false;

  await Promise.all([producer.connect(), admin.connect()]);
  await probe();
  const sweeper = setInterval(sweep, SWEEP_EVERY_MS);
  const prober = setInterval(() => {
    if (!healthy) void probe().catch((error) => unwell(error));
  }, PROBE_EVERY_MS);

  async function probe(): Promise<void> {
    await admin.fetchTopicMetadata({ topics: [topic] });
    well();
  }

  function well(): void {
    if (!healthy) health.proven('kafka');
    healthy = true;
  }

  function unwell(error: unknown): void {
    if (healthy) log.warn({ err: error }, 'records cannot be delivered');
    healthy = false;
    health.waiting('kafka', 'records cannot be delivered');
  }

  function pump(): void {
    if (sending !== undefined || waiting.length === 0) return;
    sending = send(take()).finally(() => {
      sending = undefined;
      pump();
    });
  }

  /** As many waiting records as one request may hold, oldest first. */
  function take(): Map<Delivery, PublishRecord[]> {
    const batch = new Map<Delivery, PublishRecord[]>();
    let bytes = 0;
    for (let delivery = waiting[0]; delivery !== undefined; delivery = waiting[0]) {
      const from = delivery.taken;
      while (delivery.taken < delivery.records.length) {
        const size = delivery.sizes[delivery.taken] ?? 0;
        if (bytes > 0 && bytes + size > MAX_BATCH_BYTES) break;
        bytes += size;
        delivery.taken += 1;
      }
      if (delivery.taken > from) batch.set(delivery, delivery.records.slice(from, delivery.taken));
      if (delivery.taken < delivery.records.length) break;
      waiting.shift();
    }
    return batch;
  }

  async function send(batch: Map<Delivery, PublishRecord[]>): Promise<void> {
    const messages = [...batch.values()].flat();
    try {
      await producer.send({ topic, messages, timeout: options.deliveryTimeoutMs });
      well();
      for (const [delivery, records] of batch) {
        delivery.sent += records.length;
        if (delivery.sent === delivery.records.length) finish(delivery, () => delivery.resolve());
      }
    } catch (cause) {
      unwell(cause);
      for (const delivery of batch.keys()) refuse(delivery, 'unavailable', cause);
    }
  }

  function refuse(delivery: Delivery, code: PublishFailure, cause?: unknown): void {
    const place = waiting.indexOf(delivery);
    if (place >= 0) waiting.splice(place, 1);
    finish(delivery, () => delivery.reject(new PublishError(code, { cause })));
  }

  function finish(delivery: Delivery, answer: () => void): void {
    if (unanswered.delete(delivery)) inFlightBytes -= delivery.bytes;
    answer();
  }

  /** A delivery that is being sent is answered in time, but its bytes stay counted until the request has ended. */
  function sweep(): void {
    const now = performance.now();
    for (const delivery of unanswered) {
      if (delivery.deadline > now) break;
      if (delivery.taken === 0) refuse(delivery, 'timed_out');
      else delivery.reject(new PublishError('timed_out'));
    }
  }

  return {
    get inFlightBytes() {
      return inFlightBytes;
    },
    publish(records) {
      if (stopping) return Promise.reject(new PublishError('stopped'));
      const sizes = records.map(sizeOf);
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      if (inFlightBytes + bytes > options.maxInFlightBytes) return Promise.reject(new PublishError('overloaded'));
      if (records.length === 0) return Promise.resolve();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const deadline = performance.now() + options.deliveryTimeoutMs;
      const delivery: Delivery = { records, sizes, bytes, deadline, taken: 0, sent: 0, resolve, reject };
      inFlightBytes += bytes;
      unanswered.add(delivery);
      waiting.push(delivery);
      pump();
      return promise;
    },
    async stop() {
      stopping = true;
      clearInterval(prober);
      while (sending !== undefined) await sending;
      clearInterval(sweeper);
      await Promise.all([producer.disconnect(), admin.disconnect()]);
    },
  };
}
