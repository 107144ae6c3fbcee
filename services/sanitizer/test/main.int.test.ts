import { createRegister, Observation, topicsOf } from '@heliograph/schema';
import { type KafkaSettings, readTopic, startProcessor } from '@heliograph/stream';
import {
  aDefinition,
  aRawRecord,
  eventually,
  makeTopics,
  publishRecords,
  readablePseudonyms,
  testKafka,
  testRuntime,
} from '@heliograph/testkit';
import { afterEach, expect, it } from 'vitest';
import { createHandler } from '../src/handler.ts';
import { createRemovalCounts } from '../src/removal-counts.prometheus.ts';

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function startSanitizer(kafka: KafkaSettings) {
  const runtime = testRuntime();
  const hash = (application: string, value: string) => `${application}-${value}`;
  const handler = createHandler(
    createRegister([aDefinition()]),
    readablePseudonyms(hash),
    createRemovalCounts(runtime.registry),
  );
  const open = async () => handler;
  const processor = await startProcessor({ stage: 'sanitizer', version: 'test', input: 'raw', kafka, runtime, open });
  stops.push(() => processor.stop());
  return runtime;
}

const publish = (kafka: KafkaSettings, values: readonly unknown[]): Promise<void> =>
  publishRecords(
    kafka,
    'raw',
    values.map((value) => ({ key: 'id-1', value, headers: { application: 'example' } })),
  );

it('takes raw records to the sanitized topic, and what it cannot read to the dead letters', async () => {
  const kafka = testKafka('sanitizer');
  await makeTopics(kafka, topicsOf('sanitizer'));
  const raw = aRawRecord({
    application: 'example',
    telemetry_type: 'status',
    system_id: 'id-1',
    payload: { id: 'id-1', version: '1.2', count: -1, hostname: 'jane' },
  });
  await publish(kafka, [raw, Buffer.from('{ not JSON')]);
  const runtime = await startSanitizer(kafka);

  const sanitized = await eventually(async () => {
    const records = await readTopic(kafka, 'sanitized');
    return records.length > 0 && records;
  });
  expect(sanitized).toHaveLength(1);
  expect(sanitized[0]).toMatchObject({ key: 'example-id-1', headers: { application: 'example' } });
  const observation = Observation.parse(JSON.parse(String(sanitized[0]?.value)));
  expect(observation).toMatchObject({ id: raw.id, system_key: 'example-id-1' });
  expect(observation.payload).toStrictEqual({ id: 'example-id-1', version: '1.2' });

  const dead = await readTopic(kafka, 'raw.dead');
  expect(dead.map(({ value, headers }) => [String(value), headers['dead.reason']])).toStrictEqual([
    ['{ not JSON', 'not_json'],
  ]);
  await eventually(async () => {
    const metrics = await runtime.registry.metrics();
    return metrics.includes('field="/hostname"') && metrics.includes('field="/count"');
  });
  expect(runtime.failures).toStrictEqual([]);
});
