import { setTimeout as sleep } from 'node:timers/promises';
import { createPublisher, type KafkaSettings } from '@heliograph/stream';
// From its file: the package's index needs vitest, and a run does not.
import { ownerOf } from '../../../packages/testkit/src/builders.ts';
import { testRuntime } from '../../../packages/testkit/src/runtime.ts';
import type { Answers } from './answers.ts';
import type { Poison } from './expectation.ts';

/** A broken producer: writes into topics past the gateway. */
export interface Poisoner {
  /** Writes it at least once; gives up silently, and then it may be there or not. `place` is its place in the plan. */
  write(poison: Poison, place: number): Promise<void>;
  stop(): Promise<void>;
}

const TOPICS = ['raw', 'sanitized', 'observations'] as const;
const AFTER_FAILURE_MS = 500;
const MIB = 1_048_576;

/** Rejects where the broker cannot be reached. */
export async function startPoisoner(kafka: KafkaSettings, answers: Answers, giveUpMs: number): Promise<Poisoner> {
  const runtime = testRuntime();
  const start = (topic: Poison['topic']) =>
    createPublisher({ kafka, stage: ownerOf(topic), topic, maxInFlightBytes: MIB, deliveryTimeoutMs: 10_000, runtime });
  const [raw, sanitized, observations] = await Promise.all(TOPICS.map(start));
  if (raw === undefined || sanitized === undefined || observations === undefined) throw new Error('no publishers');
  const publishers = { raw, sanitized, observations };
  return {
    async write({ topic, key, value }, place) {
      answers.poison(place, false);
      for (const deadline = performance.now() + giveUpMs; performance.now() < deadline; ) {
        try {
          await publishers[topic].publish([{ key, value: Buffer.from(value), headers: {} }]);
          answers.poison(place, true);
          return;
        } catch {
          await sleep(AFTER_FAILURE_MS);
        }
      }
    },
    async stop() {
      await Promise.all([raw, sanitized, observations].map((publisher) => publisher.stop()));
    },
  };
}
