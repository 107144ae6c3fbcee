import { createRegister, type Observation, REQUEST_HEADER, type SystemRequest, topicsOf } from '@heliograph/schema';
import { createPublisher, type KafkaSettings, readTopic, startProcessor } from '@heliograph/stream';
import {
  aDefinition,
  anObservation,
  aSystemRequest,
  eventually,
  makeTopics,
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

const stopDedup = async () => {
  for (const processor of running.splice(0)) await processor.stop();
};
afterEach(stopDedup);

async function startDedup(kafka: KafkaSettings) {
  const runtime = testRuntime();
  const processor = await startProcessor({
    ...{ stage: 'dedup', version: 'test', input: 'sanitized', journal: 'seen', kafka, runtime },
    open: (_, restore) => {
      const memory = createMemory(createSeenKeys());
      return openPartition({ register, hash: sha256, memory, restore, report: () => {}, close: () => {} });
    },
  });
  running.push(processor);
  return runtime;
}

type Message = Observation | SystemRequest;

/** Keys and headers as the sanitizer gives them. */
async function publish(kafka: KafkaSettings, messages: readonly Message[]): Promise<void> {
  const limits = { maxInFlightBytes: 1e7, deliveryTimeoutMs: 10_000 };
  const publisher = await createPublisher({
    kafka,
    stage: 'sanitizer',
    topic: 'sanitized',
    runtime: testRuntime(),
    ...limits,
  });
  for (const message of messages) {
    const isRequest = 'request' in message;
    const key = isRequest ? (message.system_keys[0] ?? '') : message.system_key;
    const headers: Record<string, string> = isRequest ? { [REQUEST_HEADER]: message.request } : {};
    await publisher.publish([{ key, value: Buffer.from(JSON.stringify(message)), headers }]);
  }
  await publisher.stop();
}

/** How many records have been settled by this process, whatever their fate. */
const settled = async ({ registry }: ReturnType<typeof testRuntime>) =>
  (await registry.getSingleMetric('heliograph_records_total')?.get())?.values.reduce((n, { value }) => n + value, 0);

const minute = (n: number) => new Date(Date.now() - 3_600_000 + n * 60_000).toISOString();
const report = (system_key: string, n: number, version: string) =>
  anObservation({
    ...{ application: 'example', telemetry_type: 'status', system_key, observed_at: minute(n), payload: { version } },
  });

it('erases in the order of the log, and remembers it over a restart', async () => {
  const kafka = testKafka('requests');
  await makeTopics(kafka, topicsOf('dedup'), 2);
  const request = { application: 'example', system_keys: ['mine'] };
  const erasure = aSystemRequest({ ...request, received_at: minute(10) });
  const exported = aSystemRequest({ ...request, request: 'export', received_at: minute(11) });
  const before = report('mine', 1, '1.0');
  const others = report('others', 1, '1.0');
  // Never reached dedup at its time: a dead letter of the sanitizer that is delivered again.
  const replayed = report('mine', 2, '0.9');
  const afresh = report('mine', 12, '1.0');

  await publish(kafka, [before, others, erasure, exported]);
  const first = await startDedup(kafka);
  await eventually(async () => (await settled(first)) === 4);
  await stopDedup();
  const afterErasure = await readTopic(kafka, 'systems');
  expect(afterErasure.filter(({ key }) => key === 'example/status/mine').at(-1)?.value).toBeNull();

  await publish(kafka, [erasure, replayed, { ...before, received_at: minute(13) }, afresh]);
  const second = await startDedup(kafka);
  await eventually(async () => (await settled(second)) === 4);

  const observations = await readTopic(kafka, 'observations');
  const of = (key: string) => observations.filter((record) => record.key === key);
  const mine = of('mine').map(({ value, headers }) => [JSON.parse(String(value)), headers[REQUEST_HEADER]]);
  expect(mine).toStrictEqual([
    [before, undefined],
    [erasure, 'erasure'],
    [exported, 'export'],
    [afresh, undefined],
  ]);
  expect(of('others').map(({ value }) => JSON.parse(String(value)))).toStrictEqual([others]);
  expect(new Set(of('mine').map(({ partition }) => partition)).size).toBe(1);

  const systems = new Map((await readTopic(kafka, 'systems')).map(({ key, value }) => [key, value]));
  expect(JSON.parse(String(systems.get('example/status/mine')))).toStrictEqual(afresh);
  const erasures = await readTopic(kafka, 'erasures');
  expect(erasures.map(({ key, value }) => [key, JSON.parse(String(value))])).toStrictEqual([
    [erasure.receipt, erasure],
  ]);
  const drops = await second.registry.metrics();
  for (const reason of ['duplicate_request', 'erased', 'duplicate_id'])
    expect(drops).toContain(`heliograph_records_total{outcome="drop",reason="${reason}"} 1`);
  expect([...first.failures, ...second.failures]).toStrictEqual([]);
});
