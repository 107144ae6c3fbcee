import { PublishError, type Publisher, type PublishFailure, type PublishRecord } from '@heliograph/stream';

/** A publisher that keeps in memory what it is given, and fails or waits on demand. */
export interface MemoryPublisher extends Publisher {
  readonly published: readonly PublishRecord[];
  /** How many calls of `publish` have not been answered. */
  readonly waiting: number;
  forget(): void;
  /** From now on `publish` rejects with this, and keeps nothing; undefined: it resolves again. */
  failWith(failure: PublishFailure | Error | undefined): void;
  /** From now on the publisher knows beforehand that it would reject. */
  refuseWith(failure: PublishFailure | undefined): void;
  /** From now on `publish` waits; the function that is given back lets all of it through. */
  hold(): () => void;
}

export function createMemoryPublisher(): MemoryPublisher {
  const published: PublishRecord[] = [];
  let failure: Error | undefined;
  let refusal: PublishFailure | undefined;
  let gate: Promise<void> = Promise.resolve();
  let waiting = 0;
  return {
    published,
    inFlightBytes: 0,
    refusal: () => refusal,
    get waiting() {
      return waiting;
    },
    async publish(records) {
      waiting += 1;
      await gate;
      waiting -= 1;
      if (failure !== undefined) throw failure;
      published.push(...records);
    },
    async stop() {},
    forget() {
      published.length = 0;
    },
    failWith(next) {
      failure = typeof next === 'string' ? new PublishError(next) : next;
    },
    refuseWith(next) {
      refusal = next;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
  };
}
