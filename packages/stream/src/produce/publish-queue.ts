import { MAX_BATCH_BYTES } from './messages.ts';

const PUBLISH_FAILURES = ['overloaded', 'unavailable', 'timed_out', 'stopped'] as const;
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

/** A record without a partition: its key decides (murmur2, as Java clients do). */
export interface PublishRecord {
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Record<string, string>;
}

/** The records of one `add`, of which some may be in one request and some in the next. */
interface Delivery {
  readonly records: readonly PublishRecord[];
  readonly sizes: readonly number[];
  readonly bytes: number;
  readonly deadlineMs: number;
  /** Records that have been taken. */
  taken: number;
  /** Of these, the ones whose request has not ended. */
  underWay: number;
  isAnswered: boolean;
  resolve(): void;
  reject(error: PublishError): void;
}

/** What one request carries. */
export type Batch = ReadonlyMap<Delivery, readonly PublishRecord[]>;

export interface PublishQueue {
  /** What is held: waiting or under way, answered or not. */
  readonly bytes: number;
  /** Resolves once all records, of so many bytes each, have landed; rejects with a PublishError. */
  add(records: readonly PublishRecord[], sizes: readonly number[], nowMs: number): Promise<void>;
  /** As many waiting records as one request may hold, oldest first; undefined where none wait. */
  take(): Batch | undefined;
  landed(batch: Batch): void;
  failed(batch: Batch, cause: unknown): void;
  /** Answers what has waited too long. What is under way stays held until its request has ended. */
  expire(nowMs: number): void;
  /** Rejects all that wait: there is no connection to send them over. */
  refuseWaiting(cause: unknown): void;
}

/** A queue that answers each delivery after at most `timeoutMs`. */
export function createPublishQueue(timeoutMs: number): PublishQueue {
  /** Oldest first. */
  const held = new Set<Delivery>();
  const waiting: Delivery[] = [];
  let bytes = 0;

  function answer(delivery: Delivery, failure?: PublishFailure, cause?: unknown): void {
    const place = waiting.indexOf(delivery);
    if (place >= 0) waiting.splice(place, 1);
    if (failure === undefined) delivery.resolve();
    else delivery.reject(new PublishError(failure, { cause }));
    delivery.isAnswered = true;
    release(delivery);
  }

  function release(delivery: Delivery): void {
    if (delivery.isAnswered && delivery.underWay === 0 && held.delete(delivery)) bytes -= delivery.bytes;
  }

  return {
    get bytes() {
      return bytes;
    },
    add(records, sizes, nowMs) {
      const size = sum(sizes);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const state = { taken: 0, underWay: 0, isAnswered: false, resolve, reject };
      const delivery: Delivery = { records, sizes, bytes: size, deadlineMs: nowMs + timeoutMs, ...state };
      bytes += size;
      held.add(delivery);
      waiting.push(delivery);
      return promise;
    },
    take() {
      const batch = new Map<Delivery, PublishRecord[]>();
      let size = 0;
      for (let delivery = waiting[0]; delivery !== undefined; delivery = waiting[0]) {
        const from = delivery.taken;
        while (delivery.taken < delivery.records.length) {
          const next = delivery.sizes[delivery.taken] ?? 0;
          if (size > 0 && size + next > MAX_BATCH_BYTES) break;
          size += next;
          delivery.taken += 1;
        }
        delivery.underWay += delivery.taken - from;
        if (delivery.taken > from) batch.set(delivery, delivery.records.slice(from, delivery.taken));
        if (delivery.taken < delivery.records.length) break;
        waiting.shift();
      }
      return batch.size === 0 ? undefined : batch;
    },
    landed(batch) {
      for (const [delivery, records] of batch) {
        delivery.underWay -= records.length;
        const isDone = delivery.taken === delivery.records.length && delivery.underWay === 0;
        if (isDone && !delivery.isAnswered) answer(delivery);
        else release(delivery);
      }
    },
    failed(batch, cause) {
      for (const [delivery, records] of batch) {
        delivery.underWay -= records.length;
        if (delivery.isAnswered) release(delivery);
        else answer(delivery, 'unavailable', cause);
      }
    },
    expire(nowMs) {
      for (const delivery of held) {
        if (delivery.deadlineMs > nowMs) break;
        if (!delivery.isAnswered) answer(delivery, 'timed_out');
      }
    },
    refuseWaiting(cause) {
      for (const delivery of [...waiting]) answer(delivery, 'unavailable', cause);
    },
  };
}

export function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
