import { topicsOf } from '@heliograph/schema';
import { eventually, makeTopics, testKafka, testRuntime } from '@heliograph/testkit';
import { expect, it } from 'vitest';
import { createPublisher, dead, definitionGrace, ok, readTopic, startSink } from '../src/index.ts';

it('makes a sink write again, with nothing half done, until it knows the definition of what it was given', async () => {
  const kafka = testKafka('grace');
  const runtime = testRuntime();
  await makeTopics(kafka, topicsOf('influx-sink'));
  const limits = { maxInFlightBytes: 1e6, deliveryTimeoutMs: 10_000 };
  const publisher = await createPublisher({ kafka, stage: 'dedup', topic: 'observations', runtime, ...limits });
  const headers = { application: 'trento', telemetry_type: 'new' };
  await publisher.publish([{ key: 'a', value: Buffer.from('"first"'), headers }]);
  // Nobody has promised anything for this one.
  await publisher.publish([{ key: 'b', value: Buffer.from('"past the gateway"'), headers: {} }]);
  await publisher.stop();

  const world: { definitions: object[]; folder: object[]; done: string[] } = { definitions: [], folder: [], done: [] };
  const known = {
    get definitions() {
      return world.definitions;
    },
    async reload() {
      if (world.folder.length > 0) world.definitions = world.folder;
    },
  };
  const store = definitionGrace(known, Date.now).store({
    write: async (batch) => ({
      outcomes: batch.map((record) =>
        record.headers.telemetry_type === 'new' && world.definitions.length > 0 ? ok() : dead('unknown_definition', ''),
      ),
      commit: async () => void world.done.push('commit'),
      rollback: async () => void world.done.push('rollback'),
    }),
  });
  const options = { stage: 'influx-sink', version: 'test', input: 'observations', errors: [] } as const;
  const sink = await startSink({ ...options, kafka, runtime, open: () => store });
  await eventually(async () => world.done.length >= 2);
  expect(new Set(world.done)).toEqual(new Set(['rollback']));
  expect(runtime.ready()).toBe(false);
  expect(await readTopic(kafka, 'observations.dead')).toEqual([]);

  world.folder = [{ type: 'new' }];
  await eventually(async () => world.done.includes('commit') && runtime.ready());
  await sink.stop();
  const letters = await readTopic(kafka, 'observations.dead');
  expect(new Set(letters.map(({ value }) => String(value)))).toEqual(new Set(['"past the gateway"']));
  expect(runtime.failures).toEqual([]);
});
