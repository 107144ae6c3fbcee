import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, makeTopics, publishRecords, testKafka, testRuntime, toyEmissions } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import {
  dead,
  drop,
  type KafkaSettings,
  type Loop,
  ok,
  type PartitionHandler,
  readTopic,
  startProcessor,
} from '../src/index.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function broker(): Promise<KafkaSettings> {
  const kafka = testKafka();
  await makeTopics(kafka, ['raw', 'sanitized', 'raw.dead', 'seen'], 2);
  return kafka;
}

const publish = (kafka: KafkaSettings, values: readonly unknown[], topic: 'raw' | 'sanitized' = 'raw') =>
  publishRecords(
    kafka,
    topic,
    values.map((value, i) => ({ key: `k${i}`, value, headers: { n: String(i) } })),
  );

async function start(
  kafka: KafkaSettings,
  decide: PartitionHandler<'sanitized'>['decide'],
  runtime = testRuntime(),
): Promise<Loop> {
  const loop = await startProcessor({
    stage: 'sanitizer',
    version: 'test',
    input: 'raw',
    kafka,
    runtime,
    open: async () => ({ decide }),
  });
  stops.push(() => loop.stop());
  return loop;
}

const values = async (kafka: KafkaSettings, topic: 'sanitized' | 'raw.dead') =>
  (await readTopic(kafka, topic)).map(({ value }) => value?.toString());

describe('a processor on a real broker', () => {
  it('writes emissions to the partition they came from, with their headers, and dead letters with why', async () => {
    const kafka = await broker();
    await publish(kafka, ['keep', 'skip', 'bad', 'keep']);
    await start(kafka, (batch) => ({
      outcomes: batch.map((record) => {
        const text = JSON.parse(record.value?.toString() ?? '');
        if (text === 'skip') return drop('not_wanted');
        if (text === 'bad') return dead('invalid_envelope', 'made so by the test');
        return ok(toyEmissions({ topic: 'sanitized', key: record.key ?? '', value: { text } }));
      }),
    }));
    await eventually(async () => (await values(kafka, 'sanitized')).length === 2);
    const raw = await readTopic(kafka, 'raw');
    for (const record of await readTopic(kafka, 'sanitized')) {
      const origin = raw.find(({ key }) => key === record.key);
      expect(record.partition).toBe(origin?.partition);
      expect(record.headers).toEqual(origin?.headers);
    }
    const [letter, ...others] = await readTopic(kafka, 'raw.dead');
    const origin = raw.find(({ key }) => key === 'k2');
    expect(others).toEqual([]);
    expect(letter?.value).toEqual(origin?.value);
    expect(letter?.headers).toMatchObject({
      n: '2',
      'dead.reason': 'invalid_envelope',
      'dead.stage': 'sanitizer',
      'dead.origin': `${kafka.topicPrefix}.raw.v1/${origin?.partition}/${origin?.offset}`,
    });
  });

  it('sets aside what has grown too large for the log, and goes on with the rest', async () => {
    const kafka = await broker();
    await publish(kafka, ['a', 'x'.repeat(200_000), 'b']);
    await start(kafka, (batch) => ({
      outcomes: batch.map((record) => {
        const size = record.value?.length ?? 0;
        return ok(toyEmissions({ topic: 'sanitized', key: record.key ?? '', value: 'y'.repeat(size * 10) }));
      }),
    }));
    await eventually(async () => (await values(kafka, 'sanitized')).length === 2);
    await eventually(async () => (await values(kafka, 'raw.dead')).length === 1);
    const [letter] = await readTopic(kafka, 'raw.dead');
    expect(letter?.headers['dead.reason']).toBe('record_too_large');
    expect(letter?.value).toHaveLength(200_002);
  });

  it('goes on after a restart where the last transaction left off', async () => {
    const kafka = await broker();
    const seen: string[] = [];
    const note: PartitionHandler<'sanitized'>['decide'] = (batch) => {
      for (const record of batch) seen.push(record.key ?? '');
      return {
        outcomes: batch.map((record) => ok(toyEmissions({ topic: 'sanitized', key: record.key ?? '', value: 1 }))),
      };
    };
    await publish(
      kafka,
      Array.from({ length: 50 }, (_, i) => i),
    );
    const first = await start(kafka, note);
    await eventually(async () => seen.length === 50);
    await first.stop();
    await publish(
      kafka,
      Array.from({ length: 30 }, (_, i) => i),
    );
    await start(kafka, note);
    await eventually(async () => seen.length >= 80);
    await eventually(async () => (await values(kafka, 'sanitized')).length === 80);
    expect(seen).toHaveLength(80);
  });

  it('settles nothing while a record must be retried, says so, and then settles all of it once', async () => {
    const kafka = await broker();
    const runtime = testRuntime();
    let open = false;
    await publish(kafka, [1, 2, 3]);
    await start(
      kafka,
      (batch) => ({
        outcomes: batch.map((r) =>
          open
            ? ok(toyEmissions({ topic: 'sanitized', key: r.key ?? '', value: 1 }))
            : { kind: 'retry', cause: 'door_closed' },
        ),
      }),
      runtime,
    );
    await eventually(async () =>
      (await runtime.registry.metrics()).includes('heliograph_retries_total{cause="door_closed"}'),
    );
    expect(runtime.ready()).toBe(false);
    expect(await values(kafka, 'sanitized')).toEqual([]);
    open = true;
    await eventually(async () => (await values(kafka, 'sanitized')).length === 3);
    await eventually(async () => runtime.ready());
    await sleep(300);
    expect(await values(kafka, 'sanitized')).toHaveLength(3);
  });

  it('ends on an error that nothing explains, before anything of the batch is visible', async () => {
    const kafka = await broker();
    const runtime = testRuntime();
    await publish(kafka, [1]);
    await start(
      kafka,
      () => {
        throw new TypeError('a bug');
      },
      runtime,
    );
    await eventually(async () => runtime.failures.length > 0);
    expect(runtime.failures[0]).toBeInstanceOf(TypeError);
    expect(await values(kafka, 'sanitized')).toEqual([]);
  });

  it('restores from the journal exactly what was committed to that partition', async () => {
    const kafka = await broker();
    const restored = new Map<number, string[]>();
    const journalled = new Map<number, string[]>();
    const run = () =>
      startProcessor({
        stage: 'dedup',
        version: 'test',
        input: 'sanitized',
        kafka,
        runtime: testRuntime(),
        journal: 'seen',
        async open(partition, restore) {
          const keys: string[] = [];
          await restore(({ key }) => void keys.push(key ?? ''));
          restored.set(partition, keys);
          return {
            decide: (batch) => ({
              outcomes: batch.map((r) =>
                ok(toyEmissions({ topic: 'seen', key: `seen-${r.key}`, value: { keys: [] } })),
              ),
              committed: () => {
                const before = journalled.get(partition) ?? [];
                journalled.set(partition, [...before, ...batch.map((r) => `seen-${r.key}`)]);
              },
            }),
          };
        },
      });
    await publish(
      kafka,
      Array.from({ length: 40 }, (_, i) => i),
      'sanitized',
    );
    const first = await run();
    await eventually(async () => [...journalled.values()].flat().length === 40);
    await first.stop();
    expect([...restored.values()].flat()).toEqual([]);
    const second = await run();
    stops.push(() => second.stop());
    await eventually(async () => [...restored.values()].flat().length === 40);
    expect(restored).toEqual(journalled);
  });
});
