import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KafkaSettings } from '../../src/client/kafka-client.ts';
import { type ErrorTable, ok, startSink } from '../../src/index.ts';
import { clientOf, holdTime, releaseTime, type StageOptions } from '../simulated-stage.ts';
import { stageWith, version, workOff } from './work-off.ts';

// The broker is simulated; what runs on it is the code as it is shipped.
vi.mock('../../src/client/kafka-client.ts', async (original) => ({
  ...(await original<object>()),
  createKafka: (settings: KafkaSettings) => clientOf(settings),
}));
beforeEach(holdTime);
afterEach(releaseTime);

/** Each entry says why the error may be tried again. What no entry names is a bug. */
const ERRORS: ErrorTable = [
  {
    kind: 'retryable',
    cause: 'store_away',
    because: 'the store is being restarted',
    matches: (error) => error instanceof Error && error.message === 'connection refused',
  },
];

function sinkThatFails(times: number, message: string): StageOptions {
  let failures = 0;
  return {
    stage: 'influx-sink',
    input: 'observations',
    start: ({ kafka, runtime }) =>
      startSink({
        ...{ stage: 'influx-sink', version, input: 'observations', kafka, runtime, errors: ERRORS },
        open: () => ({
          write: async (batch) => {
            failures += 1;
            if (failures <= times) throw new Error(message);
            return { outcomes: batch.map(() => ok()) };
          },
        }),
      }),
  };
}

it('8. an adapter may throw: what its table names is tried again', async () => {
  const sink = sinkThatFails(3, 'connection refused');
  const stage = stageWith(sink, ['a']);
  await workOff(stage, sink);
  const retries = await stage.members[0]?.runtime.registry.getSingleMetricAsString('heliograph_retries_total');
  expect(retries).toContain('{cause="store_away"} 3');
  expect(stage.members[0]?.failures).toEqual([]);
});

it('and what nothing names ends the process before it commits anything', async () => {
  const sink = sinkThatFails(1, 'undefined is not a function');
  const stage = stageWith(sink, ['a']);
  await stage.run([]);
  await stage.world.calm(() => stage.members.some(({ failures }) => failures.length > 0));
  expect(stage.broker.position('test.influx-sink', 'test.observations.v1', 0)).toBeUndefined();
});
