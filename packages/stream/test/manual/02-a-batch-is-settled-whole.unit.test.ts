import { toyEmissions } from '@heliograph/testkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KafkaSettings } from '../../src/client/kafka-client.ts';
import { type Outcome, ok, startProcessor } from '../../src/index.ts';
import { clientOf, holdTime, releaseTime, type StageOptions } from '../simulated-stage.ts';
import { shown, stageWith, version, workOff } from './work-off.ts';

// The broker is simulated; what runs on it is the code as it is shipped.
vi.mock('../../src/client/kafka-client.ts', async (original) => ({
  ...(await original<object>()),
  createKafka: (settings: KafkaSettings) => clientOf(settings),
}));
beforeEach(holdTime);
afterEach(releaseTime);

it('2. a batch is settled whole or not at all: one retry holds all of it back, and it is tried again after a wait', async () => {
  const attempts: string[][] = [];
  const decideOne = (key: string | null): Outcome<'sanitized'> =>
    key === 'b' && attempts.length < 3
      ? { kind: 'retry', cause: 'store_down' }
      : ok(toyEmissions({ topic: 'sanitized', key: key ?? '', value: 1 }));
  const sanitizer: StageOptions = {
    stage: 'sanitizer',
    input: 'raw',
    start: ({ kafka, runtime }) =>
      startProcessor({
        ...{ stage: 'sanitizer', version, input: 'raw', kafka, runtime },
        open: async () => ({
          decide(batch) {
            attempts.push(batch.map(({ key }) => key ?? ''));
            return { outcomes: batch.map(({ key }) => decideOne(key)) };
          },
        }),
      }),
  };
  const stage = stageWith(sanitizer, ['a', 'b', 'c']);
  await workOff(stage, sanitizer);

  // The same batch three times; what was ok the first time has been emitted once, with the rest.
  expect(attempts).toEqual(Array(3).fill(['a', 'b', 'c']));
  expect(shown(stage.committed('sanitized', 0)).map(([key]) => key)).toEqual(['a', 'b', 'c']);
  const retries = await stage.members[0]?.runtime.registry.getSingleMetricAsString('heliograph_retries_total');
  expect(retries).toContain('{cause="store_down"} 2');
});
