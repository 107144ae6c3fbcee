import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KafkaSettings } from '../../src/client/kafka-client.ts';
import { ok, startSink } from '../../src/index.ts';
import { clientOf, holdTime, releaseTime, type StageOptions } from '../simulated-stage.ts';
import { stageWith, version, workOff } from './work-off.ts';

// The broker is simulated; what runs on it is the code as it is shipped.
vi.mock('../../src/client/kafka-client.ts', async (original) => ({
  ...(await original<object>()),
  createKafka: (settings: KafkaSettings) => clientOf(settings),
}));
beforeEach(holdTime);
afterEach(releaseTime);

it('7. a sink writes without committing; rows and position become durable at once, and the position of the store counts', async () => {
  const rows: string[] = [];
  let position = 0n;
  const sink: StageOptions = {
    stage: 'postgres-sink',
    input: 'observations',
    start: ({ kafka, runtime }) =>
      startSink({
        ...{ stage: 'postgres-sink', version, input: 'observations', kafka, runtime, errors: [] },
        open: () => ({
          position: async (partition) => (partition === 0 ? position : 0n),
          write: async (batch, { next }) => ({
            outcomes: batch.map(() => ok()),
            commit: async () => {
              rows.push(...batch.map(({ key }) => key ?? ''));
              position = next;
            },
            rollback: async () => undefined,
          }),
        }),
      }),
  };
  const stage = stageWith(sink, ['a', 'b', 'c']);
  await workOff(stage, sink);
  expect([rows, position]).toEqual([['a', 'b', 'c'], 3n]);

  // An operator moves the group to the beginning: that changes what tools show as lag, and nothing else.
  stage.broker.setPosition('test.postgres-sink', 'test.observations.v1', 0, 0n);
  stage.replaceAll();
  stage.broker.append('test.observations.v1', 0, { key: 'd', value: Buffer.from('"d"'), headers: {} });
  await workOff(stage, sink);
  expect(rows).toEqual(['a', 'b', 'c', 'd']);
});
