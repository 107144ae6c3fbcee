import { setTimeout as sleep } from 'node:timers/promises';
import type { InputTopicId } from '@heliograph/schema';
import { topicsOf } from '@heliograph/schema';
import { eventually, makeTopics, publishRecords, testKafka } from '@heliograph/testkit';
import { describe, expect, it, type TestContext } from 'vitest';
import { SILENT } from '../src/admin/admin-client.ts';
import { createKafka } from '../src/client/kafka-client.ts';
import {
  type ErrorTable,
  errorCode,
  groupPositions,
  type KafkaSettings,
  ok,
  type Store,
  startSink,
} from '../src/index.ts';
import { type WatchedRuntime, watchedRuntime } from './unsteady-broker.ts';

const STORE_ERRORS: ErrorTable = [
  { kind: 'retryable', cause: 'store_down', because: 'it comes back', matches: (e) => errorCode(e) === 'ESTORE' },
];
const PART = 'partition observations/0';
/** The lag is asked for every five seconds, and a busy machine is slow. */
const TIMEOUT_MS = 60_000;

async function place() {
  const kafka = testKafka('standing');
  await makeTopics(kafka, topicsOf('postgres-sink'));
  const publish = (n: number) =>
    publishRecords(
      kafka,
      'observations',
      Array.from({ length: n }, (_, i) => ({ key: 'k', value: i })),
    );
  return { kafka, publish };
}

async function start({ onTestFinished }: TestContext, kafka: KafkaSettings, store: Store) {
  const runtime = watchedRuntime();
  const idle: Store = { write: async (batch) => ({ outcomes: batch.map(() => ok()) }) };
  const open = (topic: InputTopicId) => (topic === 'observations' ? store : idle);
  const options = { stage: 'postgres-sink' as const, version: 'test', input: 'observations' as const };
  const loop = await startSink({ ...options, kafka, runtime, errors: STORE_ERRORS, open });
  onTestFinished(() => loop.stop());
  return runtime;
}

async function lagOf({ registry }: WatchedRuntime) {
  const text = await registry.metrics();
  const value = (name: string) =>
    text.match(new RegExp(`^${name}{topic="observations",partition="0"} (.*)$`, 'm'))?.[1];
  const numbers = [value('heliograph_consumer_lag_records'), value('heliograph_consumer_lag_seconds')];
  return numbers.map((text) => (text === undefined ? undefined : Number(text)));
}
const lagIs = (runtime: WatchedRuntime, records: number) =>
  eventually(async () => (await lagOf(runtime))[0] === records, TIMEOUT_MS);

const down = () => Object.assign(new Error('down'), { code: 'ESTORE' });

describe.concurrent('a partition that stands still', { timeout: 2 * TIMEOUT_MS }, () => {
  it('is not ready in any moment, however long its attempts take, and its lag grows', async (context) => {
    const { kafka, publish } = await place();
    let isDown = true;
    let attempts = 0;
    const runtime = await start(context, kafka, {
      async write(batch) {
        attempts += 1;
        await sleep(1500);
        if (isDown) throw down();
        return { outcomes: batch.map(() => ok()) };
      },
    });
    await eventually(async () => runtime.ready(), TIMEOUT_MS);
    await publish(5);
    await eventually(async () => attempts > 1, TIMEOUT_MS);
    const samples: boolean[] = [];
    const sampling = setInterval(() => samples.push(runtime.parts.get(PART) === undefined), 20);
    await publish(3);
    await lagIs(runtime, 8);
    await eventually(async () => attempts > 4, TIMEOUT_MS);
    clearInterval(sampling);
    expect(samples.length).toBeGreaterThan(50);
    expect(samples).not.toContain(true);
    expect((await lagOf(runtime))[1]).toBeGreaterThan(3);
    isDown = false;
    await eventually(async () => runtime.ready(), TIMEOUT_MS);
    await lagIs(runtime, 0);
    expect((await lagOf(runtime))[1]).toBe(0);
  });

  it('shows its lag while it cannot be acquired, as old as its oldest record, after a restart too', async (context) => {
    const { kafka, publish } = await place();
    await publish(4);
    await sleep(3000);
    let isDown = true;
    const store: Store = {
      position: async () => {
        if (isDown) throw down();
        return undefined;
      },
      write: async (batch) => ({ outcomes: batch.map(() => ok()) }),
    };
    const runtime = await start(context, kafka, store);
    await lagIs(runtime, 4);
    await eventually(async () => Number((await lagOf(runtime))[1]) > 3);
    expect(runtime.parts.get(PART)).toBe('store_down');
    await publish(2);
    await lagIs(runtime, 6);
    isDown = false;
    await lagIs(runtime, 0);
    await eventually(async () => runtime.ready(), TIMEOUT_MS);
  });

  it('shows its lag while its store is frozen', async (context) => {
    const { kafka, publish } = await place();
    const thawed = Promise.withResolvers<void>();
    const runtime = await start(context, kafka, {
      async write(batch) {
        await thawed.promise;
        return { outcomes: batch.map(() => ok()) };
      },
    });
    await eventually(async () => runtime.ready(), TIMEOUT_MS);
    await publish(1);
    await lagIs(runtime, 1);
    await publish(6);
    await lagIs(runtime, 7);
    thawed.resolve();
    await lagIs(runtime, 0);
  });

  it('is not one that has nothing left but what is never delivered', async (context) => {
    const { kafka } = await place();
    const client = createKafka(kafka, SILENT);
    const topic = client.topic('observations');
    const producer = client.transactionalProducer(`${kafka.topicPrefix}.test`);
    await producer.connect();
    const end = async (how: 'commit' | 'abort') => {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ partition: 0, key: 'k', value: '1' }] });
      await transaction[how]();
    };
    for (const how of ['commit', 'commit', 'abort'] as const) await end(how);
    const runtime = await start(context, kafka, { write: async (batch) => ({ outcomes: batch.map(() => ok()) }) });
    const committed = async () => (await groupPositions(kafka, 'postgres-sink', 'observations')).get(0);
    // Three records and three markers.
    await eventually(async () => (await committed()) === 6n, TIMEOUT_MS);
    await end('abort');
    await eventually(async () => (await committed()) === 8n, TIMEOUT_MS);
    expect(await lagOf(runtime)).toEqual([0, 0]);
    await producer.disconnect();
    await eventually(async () => runtime.ready(), TIMEOUT_MS);
    expect(runtime.failures).toEqual([]);
  });
});
