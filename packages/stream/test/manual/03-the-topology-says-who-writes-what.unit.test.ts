import type { Emission, EmissionOf, WritesOf } from '@heliograph/schema';
import { toyEmissions } from '@heliograph/testkit';
import { afterEach, beforeEach, expect, expectTypeOf, it, vi } from 'vitest';
import type { KafkaSettings } from '../../src/client/kafka-client.ts';
import { ok, type PartitionHandler, startProcessor } from '../../src/index.ts';
import { clientOf, holdTime, releaseTime, type StageOptions } from '../simulated-stage.ts';
import { stageWith, version } from './work-off.ts';

// The broker is simulated; what runs on it is the code as it is shipped.
vi.mock('../../src/client/kafka-client.ts', async (original) => ({
  ...(await original<object>()),
  createKafka: (settings: KafkaSettings) => clientOf(settings),
}));
beforeEach(holdTime);
afterEach(releaseTime);

it('3. the topology is a type: a stage emits to the topics that it owns, each in its shape', () => {
  expectTypeOf<EmissionOf<'sanitizer'>['topic']>().toEqualTypeOf<'sanitized'>();
  expectTypeOf<WritesOf<'dedup'>>().toEqualTypeOf<
    'observations' | 'systems' | 'seen' | 'erasures' | 'sanitized.dead'
  >();
  expectTypeOf<Emission<'observations'>>().not.toExtend<EmissionOf<'sanitizer'>>();
  expectTypeOf<{ topic: 'sanitized'; key: string; value: 1 }>().not.toExtend<EmissionOf<'sanitizer'>>();
  // Null removes a key: of a compacted topic only.
  expectTypeOf<{ topic: 'systems'; key: string; value: null }>().toExtend<EmissionOf<'dedup'>>();
  expectTypeOf<{ topic: 'seen'; key: string; value: null }>().not.toExtend<EmissionOf<'dedup'>>();
});

it('and where the compiler was bypassed, the process ends before anything is sent', async () => {
  const foreign = toyEmissions({ topic: 'summaries', key: 'k', value: 1 });
  const handler = { decide: (batch: readonly unknown[]) => ({ outcomes: batch.map(() => ok(foreign)) }) };
  const sanitizer: StageOptions = {
    stage: 'sanitizer',
    input: 'raw',
    start: ({ kafka, runtime }) =>
      startProcessor({
        ...{ stage: 'sanitizer', version, input: 'raw', kafka, runtime },
        open: async () => handler as PartitionHandler as PartitionHandler<never>,
      }),
  };
  const stage = stageWith(sanitizer, ['a']);
  await stage.run([]);
  await stage.world.calm(() => stage.members.some(({ failures }) => failures.length > 0));
  expect(stage.members.flatMap(({ failures }) => failures.map(String))).toEqual([
    'TopologyError: sanitizer does not own summaries',
  ]);
  expect(stage.committed('summaries', 0)).toEqual([]);
});
