import { eventually } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { FatalError } from '../src/errors/classify.ts';
import {
  awaitTopics,
  createPublisher,
  followTable,
  type KafkaSettings,
  ok,
  retryWhileUnavailable,
  type Store,
  startSink,
  TopicError,
} from '../src/index.ts';
import {
  PARTITIONS,
  place,
  startDedup,
  stopAll,
  stops,
  TIMEOUT_MS,
  type WatchedRuntime,
  waits,
  watchedRuntime,
} from './unsteady-broker.ts';

afterEach(stopAll);

/** Everything that connects by itself while a service starts. */
function startAll(kafka: KafkaSettings) {
  const [topics, dedup, sink, publisher, keys] = Array.from({ length: 5 }, watchedRuntime) as [
    WatchedRuntime,
    WatchedRuntime,
    WatchedRuntime,
    WatchedRuntime,
    WatchedRuntime,
  ];
  const open = (): Store => ({ write: async (batch) => ({ outcomes: batch.map(() => ok([])) }) });
  const stage = { stage: 'influx-sink', version: 'test', input: 'observations' } as const;
  const limits = { maxInFlightBytes: 1e7, deliveryTimeoutMs: 10_000 };
  const started = Promise.all([
    awaitTopics(kafka, ['raw'], PARTITIONS, topics),
    startDedup(kafka, dedup),
    startSink({ ...stage, kafka, runtime: sink, open, errors: [] }).then(({ stop }) => void stops.push(stop)),
    createPublisher({ kafka, stage: 'gateway', topic: 'raw', ...limits, runtime: publisher }).then(
      ({ stop }) => void stops.push(stop),
    ),
    retryWhileUnavailable({ part: 'keys', runtime: keys }, () =>
      followTable({ stage: 'gateway', table: 'keys', kafka, runtime: keys, row: () => {} }),
    ).then(({ stop }) => void stops.push(stop)),
  ]);
  const parts = [
    [topics, 'topics'],
    [dedup, 'seen'],
    [sink, 'consumer'],
    [publisher, 'kafka'],
    [keys, 'keys'],
  ] as const;
  return { started, parts };
}

describe('a broker that is not there, or silent, while services start', { timeout: TIMEOUT_MS }, () => {
  it.each([
    ['refuse', /^kafka_connection$/],
    ['stall', /./],
  ] as const)('is waited for, visibly, after %s', async (how, why) => {
    const { kafka, relay } = await place();
    await relay[how]();
    const { started, parts } = startAll(kafka);
    for (const [runtime, part] of parts) await waits(runtime, part, why);
    for (const [runtime] of parts) expect(runtime.ready()).toBe(false);
    await relay.pass();
    await started;
    for (const [runtime] of parts) {
      await eventually(async () => runtime.ready(), TIMEOUT_MS);
      expect(runtime.failures).toEqual([]);
    }
  });
});

describe('what no waiting can change', () => {
  it('ends the start with a reason: topics that are missing, or a login that is refused', async () => {
    const { direct, kafka } = await place();
    const runtime = watchedRuntime();
    const missing = awaitTopics({ ...kafka, topicPrefix: 'none' }, ['raw'], PARTITIONS, runtime);
    await expect(missing).rejects.toThrow(
      new TopicError('none.raw.v1 is missing. Create topics with: heliograph topics apply'),
    );
    await expect(awaitTopics(kafka, ['raw'], 6, runtime)).rejects.toThrow('2 partitions instead of 6');
    const sasl = { mechanism: 'plain', username: 'none', password: 'none' } as const;
    const login = awaitTopics({ ...direct, sasl }, ['raw'], PARTITIONS, runtime);
    await expect(login).rejects.toThrow(FatalError);
    await expect(login).rejects.toThrow(/^kafka_login: the broker does not accept how we log in/);
  });
});
