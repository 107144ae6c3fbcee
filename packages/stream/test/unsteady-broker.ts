import { eventually, publishRecords, testKafka, testRuntime, toyEmissions } from '@heliograph/testkit';
import { expect } from 'vitest';
import { groupPositions, type KafkaSettings, ok, provisionTopics, readTopic, startProcessor } from '../src/index.ts';
import { type OddRelay, startOddRelay } from './odd-relay.ts';

/** A busy machine needs much of it; what is waited for are conditions. */
export const TIMEOUT_MS = 180_000;
export const PARTITIONS = 2;
const PLAN = { partitions: PARTITIONS, replicationFactor: 1, minInSyncReplicas: 1, longestLateWindowMs: 86_400_000 };
/** To be called after each test, the last first. */
export const stops: (() => Promise<void>)[] = [];

export async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}

export interface Place {
  /** Past the relay. */
  readonly direct: KafkaSettings;
  /** Through the relay. Consumers give up and start anew after a second instead of sixteen. */
  readonly kafka: KafkaSettings;
  readonly relay: OddRelay;
}

export async function place(): Promise<Place> {
  const direct = testKafka('unsteady');
  await provisionTopics(direct, PLAN);
  const relay = await startOddRelay(direct.brokers[0] ?? '');
  stops.push(relay.stop);
  return { direct, relay, kafka: { ...direct, brokers: [relay.address], sessionTimeoutMs: 6000, consumerRetries: 2 } };
}

export type WatchedRuntime = ReturnType<typeof watchedRuntime>;

/** A runtime whose waiting parts can be looked at. */
export function watchedRuntime() {
  const runtime = testRuntime();
  const parts = new Map<string, string | undefined>();
  const { proven, waiting } = runtime.health;
  runtime.health.proven = (part) => {
    parts.set(part, undefined);
    proven(part);
  };
  runtime.health.waiting = (part, why) => {
    parts.set(part, why);
    waiting(part, why);
  };
  return { ...runtime, parts };
}

export const publish = (kafka: KafkaSettings, topic: 'sanitized' | 'observations', letters: readonly string[]) =>
  publishRecords(
    kafka,
    topic,
    letters.map((key) => ({ key, value: key })),
  );

/** Passes each key on once, and remembers by the journal which it has passed on: what dedup does. */
export async function startDedup(kafka: KafkaSettings, runtime = watchedRuntime(), restoring: () => void = () => {}) {
  const loop = await startProcessor({
    stage: 'dedup',
    version: 'test',
    input: 'sanitized',
    journal: 'seen',
    kafka,
    runtime,
    async open(_, restore) {
      const memory = new Set<string>();
      restoring();
      await restore(({ key }) => void memory.add(key ?? ''));
      return {
        decide(batch) {
          const fresh = new Set<string>();
          const outcomes = batch.map(({ key }) => {
            const letter = key ?? '';
            if (memory.has(letter) || fresh.has(letter)) return { kind: 'drop', reason: 'duplicate' } as const;
            fresh.add(letter);
            return ok(
              toyEmissions(
                { topic: 'observations', key: letter, value: letter },
                { topic: 'seen', key: letter, value: 1 },
              ),
            );
          });
          const committed = () => {
            for (const letter of fresh) memory.add(letter);
          };
          return { outcomes, committed };
        },
      };
    },
  });
  stops.push(() => loop.stop());
  return runtime;
}

export const lettersOf = (prefix: string) => Array.from({ length: 40 }, (_, i) => `${prefix}${i}`);

/** Once the stage has settled so many records of its input, each letter has been passed on once. */
export async function hasPassedOnOnce({ direct }: Place, letters: readonly string[], records: number): Promise<void> {
  await eventually(async () => {
    const positions = await groupPositions(direct, 'dedup', 'sanitized');
    return [...positions.values()].reduce((sum, position) => sum + Number(position), 0) === records;
  }, TIMEOUT_MS);
  const found = (await readTopic(direct, 'observations')).map(({ key }) => key ?? '');
  expect(found.toSorted()).toEqual([...letters].toSorted());
}

/** Resolves when a part of the runtime waits for such a reason. */
export const waits = ({ parts }: WatchedRuntime, part: string, why: RegExp) =>
  eventually(async () => why.test(parts.get(part) ?? ''), TIMEOUT_MS);
