import { createRegister, type Observation, SeenRecord, topicsOf } from '@heliograph/schema';
import { type KafkaSettings, readTopic, startProcessor } from '@heliograph/stream';
import {
  aDefinition,
  anObservation,
  eventually,
  makeTopics,
  publishRecords,
  testKafka,
  testRuntime,
} from '@heliograph/testkit';
import { afterEach, expect, it } from 'vitest';
import { openPartition } from '../src/handler.ts';
import { sha256 } from '../src/hash.sha256.ts';
import { createMemory } from '../src/memory.ts';
import { createSeenKeys } from '../src/seen-keys.memory.ts';

const register = createRegister([aDefinition({ dedup: { policy: 'latest-per-window' } })]);
const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const processor of running.splice(0)) await processor.stop();
});

async function startDedup(kafka: KafkaSettings) {
  const runtime = testRuntime();
  const processor = await startProcessor({
    stage: 'dedup',
    version: 'test',
    input: 'sanitized',
    journal: 'seen',
    kafka,
    runtime,
    open: (_, restore) => {
      const memory = createMemory(createSeenKeys());
      return openPartition({ register, hash: sha256, memory, restore, report: () => {}, close: () => {} });
    },
  });
  running.push(processor);
  return runtime;
}

async function stopDedup(): Promise<void> {
  for (const processor of running.splice(0)) await processor.stop();
}

const publish = (kafka: KafkaSettings, observations: readonly Observation[]): Promise<void> =>
  publishRecords(
    kafka,
    'sanitized',
    observations.map((one) => ({ key: one.system_key, value: one, headers: { application: one.application } })),
  );

const report = (system_key: string, version: string, observed_at: string) =>
  anObservation({ application: 'example', telemetry_type: 'status', system_key, observed_at, payload: { version } });

const idsOf = (records: readonly { value: Buffer | null }[]) =>
  records.map(({ value }) => JSON.parse(String(value)).id as string).toSorted();

it('passes each observation on once, before and after a restart', async () => {
  const kafka = testKafka('dedup');
  await makeTopics(kafka, topicsOf('dedup'), 2);
  const now = new Date().toISOString();
  const earlier = new Date(Date.now() - 3_600_000).toISOString();
  const first = Array.from({ length: 50 }, (_, n) => report(`s${n}`, '1.0', now));
  await publish(kafka, [...first, ...first]);
  await startDedup(kafka);
  await eventually(async () => (await readTopic(kafka, 'observations')).length === first.length);
  await stopDedup();

  const late = report('s0', '0.9', earlier);
  const sameContent = first.map((one) => ({ ...one, id: crypto.randomUUID() }));
  const last = report('s1', '1.1', new Date(Date.now() + 1000).toISOString());
  await publish(kafka, [...first, late, ...sameContent, last]);
  const runtime = await startDedup(kafka);

  const expected = [...first, late, last].map(({ id }) => id).toSorted();
  await eventually(async () => (await readTopic(kafka, 'observations')).length >= expected.length);
  await eventually(async () => {
    const settled = await runtime.registry.getSingleMetric('heliograph_records_total')?.get();
    return settled?.values.reduce((sum, { value }) => sum + value, 0) === 2 * first.length + 2;
  });
  expect(idsOf(await readTopic(kafka, 'observations'))).toStrictEqual(expected);
  const seen = await readTopic(kafka, 'seen');
  const entries = seen.filter(({ value }) => value !== null);
  expect(entries.map(({ key }) => key).toSorted()).toStrictEqual(expected);
  expect(entries.every(({ value }) => SeenRecord.parse(JSON.parse(String(value))).keys.length === 2)).toBe(true);

  const systems = new Map(
    (await readTopic(kafka, 'systems')).map(({ key, value }) => [key, JSON.parse(String(value)).id]),
  );
  expect(systems.size).toBe(first.length);
  expect(systems.get('example/status/s0')).toBe(first[0]?.id);
  expect(systems.get('example/status/s1')).toBe(last.id);
  expect(runtime.failures).toStrictEqual([]);
});
