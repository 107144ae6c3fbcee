import { toyEmissions } from '@heliograph/testkit';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { KafkaSettings } from '../../src/client/kafka-client.ts';
import { drop, ok, type PartitionHandler, type Restore, startProcessor } from '../../src/index.ts';
import { clientOf, holdTime, releaseTime, type StageOptions } from '../simulated-stage.ts';
import { shown, stageWith, version, workOff } from './work-off.ts';

// The broker is simulated; what runs on it is the code as it is shipped.
vi.mock('../../src/client/kafka-client.ts', async (original) => ({
  ...(await original<object>()),
  createKafka: (settings: KafkaSettings) => clientOf(settings),
}));
beforeEach(holdTime);
afterEach(releaseTime);

/** Remembers by what the journal holds, and learns only what has been committed: so both lead to the same decisions. */
async function openSet(restore: Restore): Promise<PartitionHandler<'observations' | 'seen'>> {
  const seen = new Set<string>();
  await restore(({ key }) => void seen.add(key ?? ''));
  return {
    decide(batch) {
      const fresh = new Set<string>();
      const outcomes = batch.map(({ key }) => {
        const word = key ?? '';
        if (seen.has(word) || fresh.has(word)) return drop('duplicate');
        fresh.add(word);
        return ok(
          toyEmissions({ topic: 'observations', key: word, value: word }, { topic: 'seen', key: word, value: 1 }),
        );
      });
      const committed = () => {
        for (const word of fresh) seen.add(word);
      };
      return { outcomes, committed };
    },
  };
}

const dedup: StageOptions = {
  stage: 'dedup',
  input: 'sanitized',
  start: ({ kafka, runtime }) =>
    startProcessor({
      ...{ stage: 'dedup', version, input: 'sanitized', journal: 'seen', kafka, runtime },
      open: (_, restore) => openSet(restore),
    }),
};

it('5. the memory of a partition is a journal: another process restores it before it decides anything', async () => {
  const stage = stageWith(dedup, ['a', 'b', 'a']);
  await workOff(stage, dedup);
  stage.replaceAll();
  stage.broker.append('test.sanitized.v1', 0, { key: 'a', value: Buffer.from('"a"'), headers: {} });
  stage.broker.append('test.sanitized.v1', 0, { key: 'c', value: Buffer.from('"c"'), headers: {} });
  await workOff(stage, dedup);

  expect(stage.members).toHaveLength(2);
  expect(shown(stage.committed('observations', 0)).map(([key]) => key)).toEqual(['a', 'b', 'c']);
});
