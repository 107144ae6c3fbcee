import { TOPIC_IDS } from '@heliograph/schema';
import { makeTopics, testKafka, testRuntime } from '@heliograph/testkit';
import { describe, expect, it } from 'vitest';
import { checkTopics, createPublisher, provisionTopics, readTopic } from '../src/index.ts';

const PLAN = { partitions: 3, replicationFactor: 1, minInSyncReplicas: 1, longestLateWindowMs: 86_400_000 };
const record = (key: string, bytes: number) => ({ key, value: Buffer.alloc(bytes, 'x'), headers: { a: 'b' } });

async function publisher(maxInFlightBytes: number) {
  const kafka = testKafka();
  await makeTopics(kafka, ['raw'], 3);
  const runtime = testRuntime();
  const options = {
    kafka,
    stage: 'gateway' as const,
    topic: 'raw' as const,
    maxInFlightBytes,
    deliveryTimeoutMs: 10_000,
    runtime,
  };
  return { kafka, runtime, publisher: await createPublisher(options) };
}

describe('the publisher on a real broker', () => {
  it('delivers everything of many callers, and a key always to one partition', async () => {
    const { kafka, runtime, publisher: p } = await publisher(1e8);
    await Promise.all(
      Array.from({ length: 200 }, (_, i) => p.publish([record(`k${i % 20}`, 100), record(`k${i % 7}`, 100)])),
    );
    await p.stop();
    const stored = await readTopic(kafka, 'raw');
    expect(stored.length).toBeGreaterThanOrEqual(400);
    const partitions = Map.groupBy(stored, ({ key }) => key);
    for (const [, records] of partitions) expect(new Set(records.map((r) => r.partition)).size).toBe(1);
    expect(new Set(stored.map((r) => r.partition)).size).toBe(3);
    expect(runtime.ready()).toBe(true);
    expect(p.inFlightBytes).toBe(0);
  });

  it('splits what is more than the broker takes at once', async () => {
    const { kafka, publisher: p } = await publisher(1e8);
    await p.publish(Array.from({ length: 8 }, () => record('one-partition', 400_000)));
    await p.stop();
    expect((await readTopic(kafka, 'raw')).length).toBe(8);
  });

  it('refuses at once what would be too much in flight, and takes more when there is room again', async () => {
    const { publisher: p } = await publisher(500_000);
    const first = p.publish([record('k', 400_000)]);
    await expect(p.publish([record('k', 400_000)])).rejects.toMatchObject({ code: 'overloaded' });
    await first;
    await p.publish([record('k', 400_000)]);
    await p.stop();
    await expect(p.publish([record('k', 1)])).rejects.toMatchObject({ code: 'stopped' });
  });
});

describe('topics', () => {
  it('are created once, and missing or misshapen ones are named together with what mends them', async () => {
    const kafka = testKafka();
    await expect(checkTopics(kafka, ['raw', 'sanitized'], 3)).rejects.toThrow(
      /raw\.v1 is missing.*heliograph topics apply/,
    );
    const first = await provisionTopics(kafka, PLAN);
    expect(first.created).toHaveLength(TOPIC_IDS.length);
    expect((await provisionTopics(kafka, PLAN)).created).toEqual([]);
    await checkTopics(kafka, ['raw', 'sanitized'], 3);
    await expect(checkTopics(kafka, ['raw'], 6)).rejects.toThrow('3 partitions instead of 6');
  });
});
