import { propertyRuns } from '@heliograph/testkit';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsumerRecord } from '../src/client/consumer-record.ts';
import type { KafkaSettings } from '../src/client/kafka-client.ts';
import { startSink } from '../src/consume/sink.ts';
import type { Store } from '../src/outcome/handler.ts';
import { dead, ok } from '../src/outcome/outcome.ts';
import { groupOf, topicOf } from './simulated-client.ts';
import { PARTITIONS } from './simulated-consumer.ts';
import {
  clientOf,
  holdTime,
  type Inputs,
  inputsOf,
  releaseTime,
  SimulatedStage,
  schedulesWithSleepers,
} from './simulated-stage.ts';
import type { SimulatedProcess, SimulatedWorld } from './simulated-world.ts';

// See exactly-once.prop.test.ts: what runs on the replaced client are the sink and its loop as they are shipped.
vi.mock('../src/client/kafka-client.ts', async (original) => ({
  ...(await original<object>()),
  createKafka: (settings: KafkaSettings) => clientOf(settings),
}));

const STAGE = 'influx-sink';
beforeEach(holdTime);
afterEach(releaseTime);

/** The letter e erases a; all others are kept. */
function apply(kept: Set<string>, letter: string): void {
  if (letter === 'e') kept.delete('a');
  else kept.add(letter);
}

/** A store without positions, to which writing a thing again changes nothing, and which forgets what it is told to. */
class ForgetfulStore {
  readonly #kept = new Map<number, Set<string>>();

  kept(partition: number): Set<string> {
    const kept = this.#kept.get(partition) ?? new Set();
    this.#kept.set(partition, kept);
    return kept;
  }

  /** As one process sees it: each letter is a request of its own, which is sent right after the lease was checked. */
  of({ effect }: SimulatedWorld, process: SimulatedProcess): Store {
    return {
      write: async (batch, { partition }, lease) => {
        for (const letter of batch.map(deadLetterOf).filter((one) => one !== 'poison'))
          await effect(process, () => {
            lease?.check();
            apply(this.kept(partition), letter);
          });
        return {
          outcomes: batch.map((record) =>
            deadLetterOf(record) === 'poison' ? dead('store_rejected', 'made so by the test') : ok(),
          ),
        };
      },
    };
  }
}

const deadLetterOf = ({ key }: Pick<ConsumerRecord, 'key'>) => key ?? '';

function createStage(given: Inputs) {
  const store = new ForgetfulStore();
  const stage = new SimulatedStage(
    {
      stage: STAGE,
      input: 'observations',
      start: ({ kafka, runtime, process }, world) =>
        startSink({
          stage: STAGE,
          version: 'test',
          input: 'observations',
          kafka,
          runtime,
          open: () => store.of(world, process),
          errors: [],
        }),
    },
    given,
  );
  return { stage, store };
}

describe('a sink whose store keeps no position', () => {
  it('ends with what the log says, and never brings back what was erased, whatever befalls whom between whichever effects', async () => {
    await fc.assert(
      fc.asyncProperty(inputsOf('a', 'e', 'b', 'poison'), schedulesWithSleepers, async (given, schedule) => {
        const { stage, store } = createStage(given);
        const position = (partition: number) =>
          stage.broker.position(groupOf(STAGE), topicOf('observations'), partition) ?? 0n;
        await stage.run(schedule);
        await stage.recover(() => PARTITIONS.every((partition) => position(partition) === stage.end(partition)));
        // Whatever somebody still had in hand.
        for (let n = 0; n < 50; n += 1) await stage.world.step(0, 'done');
        for (const partition of PARTITIONS) {
          const expected = new Set<string>();
          for (const record of stage.committed('observations', partition))
            if (deadLetterOf(record) !== 'poison') apply(expected, deadLetterOf(record));
          expect([...store.kept(partition)].toSorted()).toEqual([...expected].toSorted());
        }
        expect(stage.members.flatMap(({ failures }) => failures)).toEqual([]);
      }),
      { numRuns: propertyRuns(100) },
    );
  });

  it('goes on from the position of the group, not from its memory, where others may have been at work meanwhile', async () => {
    const letters = [...Array(7).fill('b'), 'a', 'e'];
    const { stage, store } = createStage([letters.map((letter) => ({ letter, aborted: false })), []]);
    const position = () => stage.broker.position(groupOf(STAGE), topicOf('observations'), 0);
    await stage.run([]);
    await stage.world.calm(() => position() === 7n);
    await stage.obey({ kind: 'freeze', who: 0 });
    await stage.obey({ kind: 'deal', owners: [1, 1] });
    await stage.world.calm(() => position() === 9n);
    await stage.obey({ kind: 'thaw', who: 0 });
    await stage.obey({ kind: 'deal', owners: [0, 0] });
    for (let n = 0; n < 50; n += 1) {
      await stage.world.step(0, 'done');
      expect(store.kept(0)).toEqual(new Set(['b']));
    }
  });
});
