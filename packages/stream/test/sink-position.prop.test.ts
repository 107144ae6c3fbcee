import { propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KafkaSettings } from '../src/client/kafka-client.ts';
import { startSink } from '../src/consume/sink.ts';
import { PARTITIONS } from './simulated-consumer.ts';
import {
  clientOf,
  holdTime,
  type Inputs,
  inputs,
  releaseTime,
  SimulatedStage,
  schedulesWithResets,
} from './simulated-stage.ts';
import { SimulatedStore, STORE_ERRORS } from './simulated-store.ts';

// See exactly-once.prop.test.ts: what runs on the replaced client are the sink and its loop as they are shipped.
vi.mock('../src/client/kafka-client.ts', async (original) => ({
  ...(await original<object>()),
  createKafka: (settings: KafkaSettings) => clientOf(settings),
}));

beforeEach(holdTime);
afterEach(releaseTime);

function createStage(given: Inputs) {
  const store = new SimulatedStore();
  const stage = new SimulatedStage(
    {
      stage: 'postgres-sink',
      input: 'observations',
      start: ({ kafka, runtime, process }, world) =>
        startSink({
          stage: 'postgres-sink',
          version: 'test',
          input: 'observations',
          kafka,
          runtime,
          open: (topic) => store.of(world, process, topic),
          errors: STORE_ERRORS,
        }),
    },
    given,
  );
  return { stage, store };
}

const keysOf = (records: readonly { key: string | null }[]) => records.map(({ key }) => key ?? '');

describe('a sink whose store keeps the position', () => {
  it('writes each record once and in order, wherever the group’s position is moved, whatever befalls whom', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, schedulesWithResets, async (given, schedule) => {
        const { stage, store } = createStage(given);
        await stage.run(schedule);
        await stage.recover(() =>
          PARTITIONS.every((partition) => store.position('observations', partition) === stage.lastNext(partition)),
        );
        for (const partition of PARTITIONS) {
          const letters = keysOf(stage.committed('observations', partition));
          const storable = letters.filter((letter) => letter !== 'poison');
          expect(store.rows('observations', partition)).toEqual(storable);
          const buried = stage.committed('observations.dead', partition).map(({ headers }) => headers['dead.origin']);
          const poison = stage.committed('observations', partition).filter(({ key }) => key === 'poison');
          const origins = poison.map(({ offset }) => `test.observations.v1/${partition}/${offset}`);
          // A dead letter may come twice, and never not at all.
          expect([...new Set(buried)].toSorted()).toEqual(origins.toSorted());
        }
        expect(stage.members.flatMap(({ failures }) => failures)).toEqual([]);
      }),
      { numRuns: propertyRuns(100) },
    );
  });
});
