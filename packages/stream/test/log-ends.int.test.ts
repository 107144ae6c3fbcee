import { eventually, makeTopics, publishRecords, testKafka, testRuntime, toyEmissions } from '@heliograph/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { usingAdmin } from '../src/admin/admin-client.ts';
import { type Admin, createKafka } from '../src/client/kafka-client.ts';
import { type KafkaSettings, ok, startProcessor, startSink } from '../src/index.ts';

const STAGES = ['sanitizer', 'influx-sink'] as const;
type Stage = (typeof STAGES)[number];
const INPUT = { sanitizer: 'raw', 'influx-sink': 'observations' } as const;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

interface Warned {
  readonly errors: string[];
  readonly warnings: Map<string, string>;
}

/** A stage without a store that keeps positions, on one partition, and what it has processed. */
async function run(kafka: KafkaSettings, stage: Stage) {
  const processed: string[] = [];
  const runtime = testRuntime();
  const seen: Warned = { errors: [], warnings: new Map() };
  const observed = {
    ...runtime,
    log: { ...runtime.log, error: (_: object, message: string) => void seen.errors.push(message) },
    health: { ...runtime.health, warn: (about: string, why: string) => void seen.warnings.set(about, why) },
  };
  const common = { version: 'test', kafka, runtime: observed } as const;
  const note = (batch: readonly { value: Buffer | null }[]) => {
    for (const { value } of batch) processed.push(String(value));
  };
  const loop =
    stage === 'sanitizer'
      ? await startProcessor({
          ...common,
          stage,
          input: 'raw',
          open: async () => ({
            decide(batch) {
              note(batch);
              return { outcomes: batch.map(() => ok(toyEmissions({ topic: 'sanitized', key: 'k', value: 1 }))) };
            },
          }),
        })
      : await startSink({
          ...common,
          stage,
          input: 'observations',
          errors: [],
          open: () => ({
            async write(batch) {
              note(batch);
              return { outcomes: batch.map(() => ok()) };
            },
          }),
        });
  stops.push(() => loop.stop());
  const metric = async (name: string) => {
    const values = (await runtime.registry.getSingleMetric(name)?.get())?.values ?? [];
    return values.reduce((sum, { value }) => sum + value, 0);
  };
  return { processed, ...seen, failures: runtime.failures, ready: runtime.ready, metric };
}

async function setUp(stage: Stage) {
  const kafka = testKafka();
  await makeTopics(
    kafka,
    ['raw', 'raw.dead', 'sanitized', 'observations', 'observations.replay', 'observations.dead'],
    1,
  );
  const client = createKafka(kafka, testRuntime().log);
  const topic = client.topic(INPUT[stage]);
  let n = 0;
  const publish = async (count: number) => {
    const values = Array.from({ length: count }, (_, i) => `${n + i}`);
    n += count;
    await publishRecords(
      kafka,
      INPUT[stage],
      values.map((value) => ({ key: 'k', value })),
    );
    return values.map((value) => JSON.stringify(value));
  };
  const admin = (act: (admin: Admin) => Promise<unknown>) => usingAdmin(client, act);
  const commit = (offset: number) =>
    admin((a) =>
      a.setOffsets({ groupId: client.group(stage), topic, partitions: [{ partition: 0, offset: String(offset) }] }),
    );
  const deleteUpTo = (offset: number) =>
    admin(async (a) => {
      // The client deletes only where it has metadata of the topic already.
      await a.fetchTopicOffsets(topic);
      await a.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
    });
  const makeAnew = async () => {
    await admin((a) => a.deleteTopics({ topics: [topic] }));
    await eventually(async () => {
      try {
        return await usingAdmin(client, (a) => a.createTopics({ topics: [{ topic, numPartitions: 1 }] }));
      } catch {
        return false;
      }
    });
  };
  return { kafka, publish, commit, deleteUpTo, makeAnew };
}

describe.each(STAGES)('the position of %s', (stage) => {
  it('beyond the end of the log passes over nothing that comes after', async () => {
    const { kafka, publish, commit } = await setUp(stage);
    await publish(5);
    await commit(20);
    const running = await run(kafka, stage);
    await eventually(async () => running.ready());
    const later = await publish(20);
    await eventually(async () => later.every((value) => running.processed.includes(value)));
    expect(running.errors).toContain('the log has lost its end: read again from its beginning');
    expect(running.warnings.has(`truncated ${INPUT[stage]}/0`)).toBe(true);
    expect(await running.metric('heliograph_log_truncations_total')).toBe(1);
    expect(running.failures).toEqual([]);
  });

  it('before the beginning of the log is counted, logged and shown', async () => {
    const { kafka, publish, commit, deleteUpTo } = await setUp(stage);
    await publish(10);
    await commit(2);
    await deleteUpTo(6);
    const running = await run(kafka, stage);
    await eventually(async () => running.processed.length === 4);
    expect(await running.metric('heliograph_expired_offsets_total')).toBe(4);
    expect(running.errors).toEqual(['records expired unread: this stage was behind for too long']);
    expect(running.warnings.has(`expired ${INPUT[stage]}/0`)).toBe(true);
  });

  it('is compared again where the log loses its records under a reader', async () => {
    const { kafka, publish, makeAnew } = await setUp(stage);
    const before = await publish(20);
    const running = await run(kafka, stage);
    await eventually(async () => running.processed.length === before.length);
    await makeAnew();
    const after = await publish(5);
    await eventually(async () => after.every((value) => running.processed.includes(value)));
    expect(running.failures).toEqual([]);
  });
});
